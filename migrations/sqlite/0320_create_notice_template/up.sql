CREATE TABLE notice_template (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT REFERENCES organization (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    saved_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX notice_template_of_all ON notice_template (kind) WHERE organization_id IS NULL;
CREATE UNIQUE INDEX notice_template_of_one ON notice_template (kind, organization_id) WHERE organization_id IS NOT NULL;
