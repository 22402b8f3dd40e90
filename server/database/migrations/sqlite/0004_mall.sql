CREATE TABLE `signing_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_key` text NOT NULL,
	`sealed_key` text,
	`signs_from` integer NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signing_keys_by_public_key` ON `signing_keys` (`public_key`);--> statement-breakpoint
CREATE TABLE `station_keepers` (
	`station_id` text NOT NULL,
	`account_id` text NOT NULL,
	PRIMARY KEY(`station_id`, `account_id`),
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `station_keepers_by_account` ON `station_keepers` (`account_id`);--> statement-breakpoint
CREATE TABLE `stations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`area_id` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`address` text NOT NULL,
	CONSTRAINT "stations_place" CHECK("stations"."latitude" between -90 and 90 and "stations"."longitude" between -180 and 180)
);
--> statement-breakpoint
CREATE INDEX `stations_by_area` ON `stations` (`area_id`);--> statement-breakpoint
CREATE TABLE `mall_items` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`category` text NOT NULL,
	`name` text NOT NULL,
	`words` text NOT NULL,
	`photo` text,
	`price` integer NOT NULL,
	`per_person` integer,
	`from_day` text,
	`to_day` text,
	`donor_name` text,
	`donor_words` text,
	`is_listed` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL,
	CONSTRAINT "mall_items_kind" CHECK("mall_items"."kind" in ('goods', 'meal')),
	CONSTRAINT "mall_items_price" CHECK("mall_items"."price" between 1 and 50000),
	CONSTRAINT "mall_items_per_person" CHECK("mall_items"."per_person" >= 1),
	CONSTRAINT "mall_items_donor_whole" CHECK(("mall_items"."donor_name" is null) = ("mall_items"."donor_words" is null))
);
--> statement-breakpoint
CREATE INDEX `mall_items_by_photo` ON `mall_items` (`photo`);--> statement-breakpoint
CREATE TABLE `mall_losses` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`item_id` text NOT NULL,
	`station_id` text NOT NULL,
	`count` integer NOT NULL,
	`taken` integer NOT NULL,
	`keeper_id` text NOT NULL,
	`handed_over_at` integer NOT NULL,
	`noted_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `mall_orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mall_losses_count" CHECK("mall_losses"."count" >= 1 and "mall_losses"."taken" between 0 and "mall_losses"."count")
);
--> statement-breakpoint
CREATE INDEX `mall_losses_by_age` ON `mall_losses` (`noted_at`);--> statement-breakpoint
CREATE TABLE `mall_orders` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`account_id` text NOT NULL,
	`item_id` text NOT NULL,
	`station_id` text NOT NULL,
	`count` integer NOT NULL,
	`points` integer NOT NULL,
	`hold_id` text,
	`state` text NOT NULL,
	`day` text,
	`given_by` text,
	`words` text,
	`digits_hash` text NOT NULL,
	`digits_round` integer NOT NULL,
	`ordered_at` integer NOT NULL,
	`pick_up_by` integer NOT NULL,
	`remind_at` integer,
	`closed_at` integer,
	`closed_by` text,
	`handed_over_at` integer,
	FOREIGN KEY (`item_id`) REFERENCES `mall_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mall_orders_count" CHECK("mall_orders"."count" between 1 and 20),
	CONSTRAINT "mall_orders_paid_or_given" CHECK(("mall_orders"."points" > 0 and "mall_orders"."hold_id" is not null and "mall_orders"."given_by" is null) or ("mall_orders"."points" = 0 and "mall_orders"."hold_id" is null and "mall_orders"."given_by" is not null)),
	CONSTRAINT "mall_orders_given_by_another" CHECK("mall_orders"."given_by" <> "mall_orders"."account_id"),
	CONSTRAINT "mall_orders_state" CHECK("mall_orders"."state" in ('open', 'handedOver', 'cancelled', 'lapsed')),
	CONSTRAINT "mall_orders_closed_whole" CHECK(("mall_orders"."state" = 'open') = ("mall_orders"."closed_at" is null) and ("mall_orders"."state" = 'open') = ("mall_orders"."closed_by" is null)),
	CONSTRAINT "mall_orders_handed_over_whole" CHECK(("mall_orders"."state" = 'handedOver') = ("mall_orders"."handed_over_at" is not null)),
	CONSTRAINT "mall_orders_handed_over_by_another" CHECK("mall_orders"."state" <> 'handedOver' or "mall_orders"."closed_by" <> "mall_orders"."account_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mall_orders_by_id` ON `mall_orders` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mall_orders_digits_of_open` ON `mall_orders` (`station_id`,`digits_hash`) WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX `mall_orders_by_hold` ON `mall_orders` (`hold_id`);--> statement-breakpoint
CREATE INDEX `mall_orders_by_account` ON `mall_orders` (`account_id`,`ordered_at`);--> statement-breakpoint
CREATE INDEX `mall_orders_by_station` ON `mall_orders` (`station_id`,`state`,`closed_at`);--> statement-breakpoint
CREATE INDEX `mall_orders_to_lapse` ON `mall_orders` (`pick_up_by`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `mall_orders_to_remind` ON `mall_orders` (`remind_at`) WHERE state = 'open' and remind_at is not null;--> statement-breakpoint
CREATE TABLE `mall_stock` (
	`item_id` text NOT NULL,
	`station_id` text NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`is_offered` integer NOT NULL,
	PRIMARY KEY(`item_id`, `station_id`),
	FOREIGN KEY (`item_id`) REFERENCES `mall_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mall_stock_covers_orders" CHECK("mall_stock"."reserved" >= 0 and "mall_stock"."on_hand" >= "mall_stock"."reserved")
);
--> statement-breakpoint
CREATE INDEX `mall_stock_by_station` ON `mall_stock` (`station_id`);--> statement-breakpoint
CREATE TABLE `mall_stock_moves` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`station_id` text NOT NULL,
	`cause` text NOT NULL,
	`ref` text NOT NULL,
	`count` integer NOT NULL,
	`words` text NOT NULL,
	`actor_id` text NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "mall_stock_moves_cause" CHECK(("mall_stock_moves"."cause" in ('arrived', 'movedIn') and "mall_stock_moves"."count" > 0) or ("mall_stock_moves"."cause" in ('damaged', 'movedOut', 'handedOver') and "mall_stock_moves"."count" < 0) or "mall_stock_moves"."cause" = 'counted')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mall_stock_moves_once_per_cause` ON `mall_stock_moves` (`cause`,`ref`);--> statement-breakpoint
CREATE INDEX `mall_stock_moves_by_station` ON `mall_stock_moves` (`station_id`,`at`);--> statement-breakpoint
CREATE INDEX `mall_stock_moves_by_item` ON `mall_stock_moves` (`item_id`,`station_id`);
