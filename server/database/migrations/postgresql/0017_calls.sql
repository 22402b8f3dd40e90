ALTER TABLE "faults" ADD COLUMN "photo" text;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "phone" text;--> statement-breakpoint
CREATE INDEX "faults_by_photo" ON "faults" USING btree ("photo");--> statement-breakpoint
CREATE INDEX "mall_orders_by_time" ON "mall_orders" USING btree ("ordered_at","item_id");