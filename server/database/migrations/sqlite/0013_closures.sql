CREATE TABLE `digit_tries` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`station` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `digit_tries_by_account` ON `digit_tries` (`account_id`,`at`);--> statement-breakpoint
CREATE INDEX `digit_tries_by_station` ON `digit_tries` (`station`,`at`);--> statement-breakpoint
CREATE INDEX `digit_tries_by_age` ON `digit_tries` (`at`);--> statement-breakpoint
ALTER TABLE `stations` ADD `closure_at` integer;--> statement-breakpoint
CREATE INDEX `stations_to_tell_closure` ON `stations` (`closure_at`) WHERE closure_at is not null;--> statement-breakpoint
DROP TRIGGER mall_orders_stay_what_they_are;
--> statement-breakpoint
CREATE TRIGGER mall_orders_stay_what_they_are BEFORE UPDATE ON mall_orders
WHEN (NEW.number, NEW.id, NEW.account_id, NEW.item_id, NEW.station_id, NEW.count, NEW.points, NEW.hold_id, NEW.given_by, NEW.day, NEW.ordered_at)
  IS NOT (OLD.number, OLD.id, OLD.account_id, OLD.item_id, OLD.station_id, OLD.count, OLD.points, OLD.hold_id, OLD.given_by, OLD.day, OLD.ordered_at)
BEGIN SELECT RAISE(ABORT, 'an order stays what it is'); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_wait_longer_only BEFORE UPDATE ON mall_orders
WHEN NEW.pick_up_by < OLD.pick_up_by OR (NEW.pick_up_by > OLD.pick_up_by AND NEW.pick_up_by > OLD.ordered_at + 7776000000)
BEGIN SELECT RAISE(ABORT, 'an order waits longer, for 90 days at most'); END;
