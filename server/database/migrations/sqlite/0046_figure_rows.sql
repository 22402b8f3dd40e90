DROP INDEX `figure_reports_by_time`;--> statement-breakpoint
CREATE INDEX `figure_reports_by_settling` ON `figure_reports` (`settled_at`,`area_id`,`kind`,`due_at`);--> statement-breakpoint
CREATE INDEX `figure_reports_by_time` ON `figure_reports` (`filed_at`,`area_id`,`kind`,`state`,`was_resolved`,`was_reopened`,`came_back`,`answered_at`,`settled_at`,`score`);