ALTER TABLE "stations" ADD COLUMN "granted_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "grants_from" bigint DEFAULT 0 NOT NULL;