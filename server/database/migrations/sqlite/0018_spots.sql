ALTER TABLE `reports` ADD `spot` text;--> statement-breakpoint
ALTER TABLE `reports` ADD `pair_hidden_at` integer;