DELETE FROM setting WHERE key = 'search_backlog';
DROP TABLE message_search;
