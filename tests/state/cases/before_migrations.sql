BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	name_key VARCHAR(160) NOT NULL, 
	display_name VARCHAR(200) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	password_hash VARCHAR(255) NOT NULL, 
	active BOOLEAN NOT NULL, 
	created DATETIME NOT NULL, 
	last_sign_in DATETIME, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_name_key UNIQUE (name_key)
);
INSERT INTO "account" VALUES(1,'marie','marie','Marie d''essai','agent','$argon2id$v=19$m=8,t=1,p=1$DJDsCQlVUnJ9D+q6MJ55wQ$CaMtKT6yCLMwWo7nWZbG/Smh96OxqR8H/2b/qA8xt7Y',1,'2026-01-30 09:00:00.000000','2026-01-30 09:00:00.000000');
INSERT INTO "account" VALUES(2,'ada','ada','ada','administrateur','$argon2id$v=19$m=8,t=1,p=1$3NqRqeMdejnWf/33Ye0fIw$H+J58O1Cg0mDQm+pEKhV8ImZaYjTtbY56b2fWL0Cw98',1,'2026-01-30 09:00:00.000000',NULL);
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	batch VARCHAR(80) NOT NULL, 
	digest VARCHAR(128) NOT NULL, 
	verdict VARCHAR(20) NOT NULL, 
	"by" VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	comment TEXT NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (id)
);
INSERT INTO "decision" VALUES(1,'2026-01','aa','approuve','ada','2026-02-02 09:00:00.000000','D''accord');
CREATE TABLE failed_try (
	subject VARCHAR(64) NOT NULL, 
	factor VARCHAR(20) NOT NULL, 
	tries INTEGER NOT NULL, 
	last DATETIME NOT NULL, 
	locked_until DATETIME, 
	CONSTRAINT pk_failed_try PRIMARY KEY (subject, factor)
);
INSERT INTO "failed_try" VALUES('c6d17a3613b9914e68707fcfac8410f097643bc5840681bb533030d73cbb18f8','mot-de-passe',1,'2026-02-02 09:00:00.000000',NULL);
CREATE TABLE publication (
	id INTEGER NOT NULL, 
	edition INTEGER NOT NULL, 
	batch VARCHAR(80) NOT NULL, 
	"by" VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_publication PRIMARY KEY (id)
);
INSERT INTO "publication" VALUES(1,1,'2026-01','ada','2026-02-02 09:00:00.000000');
CREATE TABLE session (
	token_hash VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	created DATETIME NOT NULL, 
	last_seen DATETIME NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (token_hash), 
	CONSTRAINT fk_session_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO "session" VALUES('956863a9e2f5d49ab2644d9427fae3f70c5e99f403951bf09ba7516e7fdfce48',1,'2026-01-30 09:00:00.000000','2026-01-30 09:00:00.000000');
CREATE TABLE trail (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(80) NOT NULL, 
	what VARCHAR(80) NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_trail PRIMARY KEY (id)
);
INSERT INTO "trail" VALUES(1,'2026-01-30 09:00:00.000000','','compte créé','marie, agent');
INSERT INTO "trail" VALUES(2,'2026-01-30 09:00:00.000000','','compte créé','ada, administrateur');
INSERT INTO "trail" VALUES(3,'2026-01-30 09:00:00.000000','marie','connexion','192.0.2.7');
INSERT INTO "trail" VALUES(4,'2026-02-02 09:00:00.000000','','connexion refusée','');
INSERT INTO "trail" VALUES(5,'2026-02-02 09:00:00.000000','ada','lot approuvé','2026-01');
INSERT INTO "trail" VALUES(6,'2026-02-02 09:00:00.000000','ada','édition publiée','1, lot 2026-01');
CREATE INDEX ix_decision_batch ON decision (batch);
CREATE TRIGGER decision_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER publication_update BEFORE UPDATE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;
CREATE TRIGGER publication_delete BEFORE DELETE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;
CREATE INDEX ix_trail_at ON trail (at);
CREATE TRIGGER trail_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;
CREATE TRIGGER trail_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;
CREATE INDEX ix_session_account_id ON session (account_id);
COMMIT;
