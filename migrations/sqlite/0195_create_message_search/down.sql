DELETE FROM setting WHERE key = 'search_backlog';
DROP TRIGGER message_search_forgets;
DROP TABLE message_search;
