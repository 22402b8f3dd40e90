ALTER TABLE "reports" ADD COLUMN "spot" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "pair_hidden_at" bigint;