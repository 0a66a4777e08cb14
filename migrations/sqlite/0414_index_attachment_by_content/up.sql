CREATE INDEX attachment_by_content ON attachment (content);
