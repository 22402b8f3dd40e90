ALTER TABLE `stations` ADD `granted_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `stations` ADD `grants_from` integer DEFAULT 0 NOT NULL;