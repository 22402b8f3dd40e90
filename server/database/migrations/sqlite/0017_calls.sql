ALTER TABLE `faults` ADD `photo` text;--> statement-breakpoint
CREATE INDEX `faults_by_photo` ON `faults` (`photo`);--> statement-breakpoint
ALTER TABLE `stations` ADD `phone` text;--> statement-breakpoint
CREATE INDEX `mall_orders_by_time` ON `mall_orders` (`ordered_at`,`item_id`);