ALTER TABLE "login_codes" ADD COLUMN "asker" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_codes" ADD COLUMN "strangers_left" integer DEFAULT 5 NOT NULL;