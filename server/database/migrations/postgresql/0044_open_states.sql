DROP INDEX "reports_open";--> statement-breakpoint
DROP INDEX "figure_reports_open";--> statement-breakpoint
CREATE INDEX "reports_open" ON "reports" USING btree ("area_id","due_at","state","kind","awaits_staff","came_back_as","reused_photo","skew_ms","number") WHERE state = 'filed' or state = 'accepted' or state = 'assigned' or state = 'working';--> statement-breakpoint
CREATE INDEX "figure_reports_open" ON "figure_reports" USING btree ("area_id","due_at","kind") WHERE state = 'filed' or state = 'accepted' or state = 'assigned' or state = 'working';