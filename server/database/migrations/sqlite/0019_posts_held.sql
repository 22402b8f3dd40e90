CREATE TABLE `posts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`scope` text NOT NULL,
	`from` integer NOT NULL,
	`until` integer,
	`given_by` text,
	`reason` text DEFAULT '' NOT NULL,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`given_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "posts_kind" CHECK("posts"."kind" in
        ('admin', 'staff', 'unit', 'keeper', 'captain', 'laneAdviser', 'stairHead', 'guard')),
	CONSTRAINT "posts_end_after_they_begin" CHECK("posts"."until" is null or "posts"."until" > "posts"."from")
);
--> statement-breakpoint
CREATE INDEX `posts_by_account` ON `posts` (`account_id`);--> statement-breakpoint
CREATE INDEX `posts_held` ON `posts` (`kind`,`scope`) WHERE ended_at is null;--> statement-breakpoint
INSERT INTO `posts` (`id`, `account_id`, `kind`, `scope`, `from`) SELECT lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))), `id`, `role`, CASE `role` WHEN 'unit' THEN `unit_id` ELSE `area_id` END, `created_at` FROM `accounts` WHERE `role` IN ('staff', 'unit', 'admin') AND `deleted_at` IS NULL;--> statement-breakpoint
INSERT INTO `posts` (`id`, `account_id`, `kind`, `scope`, `from`) SELECT lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))), `accounts`.`id`, 'keeper', `station_keepers`.`station_id`, `accounts`.`created_at` FROM `station_keepers` JOIN `accounts` ON `accounts`.`id` = `station_keepers`.`account_id` WHERE `accounts`.`role` = 'keeper' AND `accounts`.`deleted_at` IS NULL;--> statement-breakpoint
DELETE FROM `sessions` WHERE `role` <> (SELECT `role` FROM `accounts` WHERE `accounts`.`id` = `sessions`.`account_id`);--> statement-breakpoint
DROP TABLE `station_keepers`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`phone` text,
	`role` text NOT NULL,
	`name` text,
	`area_id` text,
	`company` text,
	`work` text,
	`privacy_notice` text,
	`registered_at` integer,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	`deleted_at` integer,
	CONSTRAINT "accounts_role" CHECK("__new_accounts"."role" in ('courier', 'resident', 'kiosk')),
	CONSTRAINT "accounts_kiosks_have_no_phone" CHECK("__new_accounts"."role" <> 'kiosk' or "__new_accounts"."phone" is null),
	CONSTRAINT "accounts_deleted_are_nobody" CHECK("__new_accounts"."deleted_at" is null or ("__new_accounts"."phone" is null and "__new_accounts"."name" is null))
);
--> statement-breakpoint
INSERT INTO `__new_accounts`("id", "phone", "role", "name", "area_id", "company", "work", "privacy_notice", "registered_at", "created_at", "disabled_at", "deleted_at") SELECT "id", "phone", CASE WHEN `role` IN ('courier', 'resident', 'kiosk') THEN `role` WHEN `company` IS NOT NULL OR `work` IS NOT NULL THEN 'courier' ELSE 'resident' END, "name", CASE WHEN `role` IN ('staff', 'unit', 'admin') THEN NULL ELSE `area_id` END, "company", "work", "privacy_notice", "registered_at", "created_at", "disabled_at", "deleted_at" FROM `accounts`;--> statement-breakpoint
DROP TABLE `accounts`;--> statement-breakpoint
ALTER TABLE `__new_accounts` RENAME TO `accounts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_phone` ON `accounts` (`phone`);--> statement-breakpoint
UPDATE `sessions` SET `role` = (SELECT `role` FROM `accounts` WHERE `accounts`.`id` = `sessions`.`account_id`);