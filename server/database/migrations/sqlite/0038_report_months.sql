CREATE TABLE `report_months` (
	`month` text PRIMARY KEY NOT NULL,
	`made_at` integer NOT NULL,
	`count` integer NOT NULL,
	`reports` text NOT NULL,
	`counts` text NOT NULL
);
