DROP TABLE watcher;
