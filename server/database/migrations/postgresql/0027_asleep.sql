CREATE TABLE "report_reminders" (
	"report_id" text NOT NULL,
	"of" text NOT NULL,
	"due_at" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "report_reminders_report_id_of_due_at_pk" PRIMARY KEY("report_id","of","due_at")
);
--> statement-breakpoint
ALTER TABLE "report_reminders" ADD CONSTRAINT "report_reminders_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_asked" ON "reports" USING btree ("number") WHERE question is not null;