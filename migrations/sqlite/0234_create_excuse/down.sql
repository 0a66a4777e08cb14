DROP TABLE excuse;
