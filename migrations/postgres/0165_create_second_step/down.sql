DROP TABLE second_step;
