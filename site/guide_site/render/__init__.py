"""The pages of an edition: which ones, the key of each, and their bytes.

`context.SiteContext` holds what they show; `plan.plan_pages` lists the files of a tree with their keys, in a few
hundredths of a second for 3,000 sheets and without a template; `pages.render_page` makes one. The server's own
pages are made with `environment.page_environment`. Nothing is imported here: a build that finds nothing to do
only asks `assets.program_digest`.
"""
