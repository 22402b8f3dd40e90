PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_login_codes` (
	`phone` text NOT NULL,
	`digest` text NOT NULL,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`guesses_left` integer NOT NULL,
	`asker` text DEFAULT '' NOT NULL,
	`strangers_left` integer DEFAULT 5 NOT NULL,
	PRIMARY KEY(`phone`, `asker`),
	CONSTRAINT "login_codes_guesses" CHECK("__new_login_codes"."guesses_left" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_login_codes`("phone", "digest", "asked_at", "expires_at", "guesses_left", "asker", "strangers_left") SELECT "phone", "digest", "asked_at", "expires_at", "guesses_left", "asker", "strangers_left" FROM `login_codes`;--> statement-breakpoint
DROP TABLE `login_codes`;--> statement-breakpoint
ALTER TABLE `__new_login_codes` RENAME TO `login_codes`;--> statement-breakpoint
PRAGMA foreign_keys=ON;