DROP INDEX `photos_by_use`;--> statement-breakpoint
CREATE INDEX `photos_unused` ON `photos` (`uploaded_at`) WHERE referenced_at is null;--> statement-breakpoint
DROP INDEX `reports_to_compare`;--> statement-breakpoint
DROP INDEX `receipts_by_age`;