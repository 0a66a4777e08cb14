DROP INDEX attachment_by_content;
