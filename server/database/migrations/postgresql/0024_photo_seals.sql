CREATE TABLE "photo_seals" (
	"hash" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"is_hidden" boolean NOT NULL,
	"boxes" jsonb NOT NULL,
	"ref" text NOT NULL,
	"sealed_at" bigint,
	"destroyed_at" bigint
);
--> statement-breakpoint
ALTER TABLE "photo_seals" ADD CONSTRAINT "photo_seals_hash_photos_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."photos"("hash") ON DELETE no action ON UPDATE no action;