CREATE TABLE "after_photo_checks" (
	"report_id" text NOT NULL,
	"step_id" text NOT NULL,
	"fault" text,
	CONSTRAINT "after_photo_checks_report_id_step_id_pk" PRIMARY KEY("report_id","step_id")
);
--> statement-breakpoint
ALTER TABLE "after_photo_checks" ADD CONSTRAINT "after_photo_checks_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "after_photo_checks" ADD CONSTRAINT "after_photo_checks_step_id_report_steps_id_fk" FOREIGN KEY ("step_id") REFERENCES "public"."report_steps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "after_photo_checks_waiting" ON "after_photo_checks" USING btree ("step_id") WHERE fault is null;--> statement-breakpoint
INSERT INTO "after_photo_checks" ("report_id", "step_id") SELECT DISTINCT "report_id", "step_id" FROM "report_photos" WHERE "step_id" IS NOT NULL;
