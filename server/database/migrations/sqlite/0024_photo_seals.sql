CREATE TABLE `photo_seals` (
	`hash` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`is_hidden` integer NOT NULL,
	`boxes` text NOT NULL,
	`ref` text NOT NULL,
	`sealed_at` integer,
	`destroyed_at` integer,
	FOREIGN KEY (`hash`) REFERENCES `photos`(`hash`) ON UPDATE no action ON DELETE no action
);
