-- Where a position was, how exact its dates are (year, month or day), and the day on which its source said so.
ALTER TABLE position ADD COLUMN place VARCHAR;
ALTER TABLE position ADD COLUMN started_grain VARCHAR;
ALTER TABLE position ADD COLUMN finished_grain VARCHAR;
ALTER TABLE position ADD COLUMN as_of DATE;
