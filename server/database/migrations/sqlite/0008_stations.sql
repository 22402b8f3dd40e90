CREATE TABLE `entries` (
	`id` text PRIMARY KEY NOT NULL,
	`visit_id` text NOT NULL,
	`how` text NOT NULL,
	`kiosk_id` text,
	`proof_nonce` text,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`is_open` integer,
	`asked_at` integer,
	FOREIGN KEY (`visit_id`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`kiosk_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "entries_how" CHECK("entries"."how" in ('enter', 'checkIn', 'admit', 'kiosk'))
);
--> statement-breakpoint
CREATE INDEX `entries_by_visit` ON `entries` (`visit_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `entries_by_proof` ON `entries` (`proof_nonce`);--> statement-breakpoint
CREATE INDEX `entries_by_kiosk` ON `entries` (`kiosk_id`,`occurred_at`);--> statement-breakpoint
CREATE TABLE `faults` (
	`id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`kind` text NOT NULL,
	`supply` text,
	`words` text NOT NULL,
	`account_id` text,
	`at` integer NOT NULL,
	`answer` text,
	`answered_by` text,
	`answered_at` integer,
	`mended_at` integer,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `faults_by_station` ON `faults` (`station_id`,`mended_at`);--> statement-breakpoint
CREATE INDEX `faults_by_account` ON `faults` (`account_id`);--> statement-breakpoint
CREATE TABLE `kiosk_invites` (
	`id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`label` text NOT NULL,
	`code_hash` text NOT NULL,
	`made_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kiosk_invites_by_code` ON `kiosk_invites` (`code_hash`);--> statement-breakpoint
CREATE TABLE `kiosks` (
	`account_id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`label` text NOT NULL,
	`paired_at` integer NOT NULL,
	`paired_by` text NOT NULL,
	`unpaired_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `kiosks_by_station` ON `kiosks` (`station_id`);--> statement-breakpoint
CREATE TABLE `passes` (
	`id` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`account_id` text NOT NULL,
	`device_key` text NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `passes_by_holder` ON `passes` (`holder`,`expires_at`);--> statement-breakpoint
CREATE INDEX `passes_by_account` ON `passes` (`account_id`);--> statement-breakpoint
CREATE INDEX `passes_by_expiry` ON `passes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `suspensions` (
	`account_id` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL,
	`words` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `visits` (
	`id` text PRIMARY KEY NOT NULL,
	`station_id` text NOT NULL,
	`account_id` text,
	`entered_at` integer NOT NULL,
	`left_at` integer,
	`flag` text,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "visits_end_after_they_begin" CHECK("visits"."left_at" is null or "visits"."left_at" >= "visits"."entered_at")
);
--> statement-breakpoint
CREATE INDEX `visits_by_account` ON `visits` (`account_id`,`entered_at`);--> statement-breakpoint
CREATE INDEX `visits_by_station` ON `visits` (`station_id`,`entered_at`);--> statement-breakpoint
CREATE TABLE `__new_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`phone` text,
	`role` text NOT NULL,
	`name` text,
	`area_id` text,
	`unit_id` text,
	`company` text,
	`work` text,
	`privacy_notice` text,
	`registered_at` integer,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	`deleted_at` integer,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounts_role" CHECK("__new_accounts"."role" in ('courier', 'resident', 'keeper', 'staff', 'unit', 'admin', 'kiosk')),
	CONSTRAINT "accounts_staff_have_areas" CHECK("__new_accounts"."role" not in ('staff', 'admin') or "__new_accounts"."area_id" is not null),
	CONSTRAINT "accounts_unit_members_have_units" CHECK("__new_accounts"."role" <> 'unit' or "__new_accounts"."unit_id" is not null),
	CONSTRAINT "accounts_kiosks_have_no_phone" CHECK("__new_accounts"."role" <> 'kiosk' or "__new_accounts"."phone" is null),
	CONSTRAINT "accounts_deleted_are_nobody" CHECK("__new_accounts"."deleted_at" is null or ("__new_accounts"."phone" is null and "__new_accounts"."name" is null))
);
--> statement-breakpoint
INSERT INTO `__new_accounts`("id", "phone", "role", "name", "area_id", "unit_id", "company", "work", "privacy_notice", "registered_at", "created_at", "disabled_at", "deleted_at") SELECT "id", "phone", "role", "name", "area_id", "unit_id", "company", "work", "privacy_notice", "registered_at", "created_at", "disabled_at", "deleted_at" FROM `accounts`;--> statement-breakpoint
DROP TABLE `accounts`;--> statement-breakpoint
ALTER TABLE `__new_accounts` RENAME TO `accounts`;--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_phone` ON `accounts` (`phone`);--> statement-breakpoint
CREATE INDEX `accounts_by_role_and_area` ON `accounts` (`role`,`area_id`);--> statement-breakpoint
CREATE INDEX `accounts_by_unit` ON `accounts` (`unit_id`);--> statement-breakpoint
CREATE TABLE `__new_stations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`area_id` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`address` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text DEFAULT 'community' NOT NULL,
	`facilities` integer DEFAULT 0 NOT NULL,
	`groups` integer DEFAULT 15 NOT NULL,
	`is_self_service` integer DEFAULT false NOT NULL,
	`week` text DEFAULT '[[540,1080],[540,1080],[540,1080],[540,1080],[540,1080],[540,1080],[540,1080]]' NOT NULL,
	`exceptions` text DEFAULT '[]' NOT NULL,
	`shut_words` text,
	`notice` text DEFAULT '' NOT NULL,
	`photo` text,
	`supplies` text DEFAULT '{}' NOT NULL,
	`supplies_at` integer,
	`heads_counted` integer,
	`heads_at` integer,
	`failed_by` text,
	`doubtful_since` integer,
	`last_opened_at` integer,
	`lock_sequence` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "stations_number" CHECK("__new_stations"."number" between 1 and 2147483647),
	CONSTRAINT "stations_kind" CHECK("__new_stations"."kind" in ('community', 'shared', 'business')),
	CONSTRAINT "stations_doubted_by_two" CHECK("__new_stations"."doubtful_since" is null or "__new_stations"."failed_by" is not null),
	CONSTRAINT "stations_place" CHECK("__new_stations"."latitude" between -90 and 90 and "__new_stations"."longitude" between -180 and 180)
);
--> statement-breakpoint
INSERT INTO `__new_stations`("id", "name", "area_id", "latitude", "longitude", "address", "number") SELECT "id", "name", "area_id", "latitude", "longitude", "address", row_number() OVER (ORDER BY "id") FROM `stations`;--> statement-breakpoint
DROP TABLE `stations`;--> statement-breakpoint
ALTER TABLE `__new_stations` RENAME TO `stations`;--> statement-breakpoint
CREATE INDEX `stations_by_area` ON `stations` (`area_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stations_by_number` ON `stations` (`number`);--> statement-breakpoint
CREATE INDEX `stations_by_photo` ON `stations` (`photo`);