CREATE TABLE "former_openings" (
	"station_id" text NOT NULL,
	"until" bigint NOT NULL,
	"week" jsonb NOT NULL,
	"exceptions" jsonb NOT NULL,
	"shut_words" text,
	CONSTRAINT "former_openings_station_id_until_pk" PRIMARY KEY("station_id","until")
);
--> statement-breakpoint
CREATE TABLE "former_suspensions" (
	"account_id" text NOT NULL,
	"at" bigint NOT NULL,
	"until" bigint NOT NULL,
	CONSTRAINT "former_suspensions_account_id_at_pk" PRIMARY KEY("account_id","at")
);
--> statement-breakpoint
ALTER TABLE "former_openings" ADD CONSTRAINT "former_openings_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_suspensions" ADD CONSTRAINT "former_suspensions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entries_unanswered" ON "entries" USING btree ("asked_at") WHERE "entries"."is_open" is null and "entries"."asked_at" is not null;