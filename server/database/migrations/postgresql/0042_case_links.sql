CREATE TABLE "case_links" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"made_at" bigint NOT NULL,
	"until" bigint NOT NULL,
	"message" text NOT NULL,
	"sent_at" bigint,
	"opened_at" bigint,
	"ended_at" bigint,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "report_answers" (
	"report_id" text NOT NULL,
	"digest" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "report_answers_report_id_digest_pk" PRIMARY KEY("report_id","digest")
);
--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "works_by_link" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "link_phone" text;--> statement-breakpoint
ALTER TABLE "case_links" ADD CONSTRAINT "case_links_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_answers" ADD CONSTRAINT "report_answers_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "case_links_open" ON "case_links" USING btree ("report_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "case_links_by_report" ON "case_links" USING btree ("report_id","made_at");--> statement-breakpoint
CREATE INDEX "case_links_to_send" ON "case_links" USING btree ("made_at") WHERE message = 'waiting';