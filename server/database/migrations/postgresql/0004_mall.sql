CREATE TABLE "signing_keys" (
	"id" serial PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"sealed_key" text,
	"signs_from" bigint NOT NULL,
	"made_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "station_keepers" (
	"station_id" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "station_keepers_station_id_account_id_pk" PRIMARY KEY("station_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"area_id" text NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "stations_place" CHECK ("stations"."latitude" between -90 and 90 and "stations"."longitude" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "mall_items" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"category" text NOT NULL,
	"name" text NOT NULL,
	"words" text NOT NULL,
	"photo" text,
	"price" integer NOT NULL,
	"per_person" integer,
	"from_day" text,
	"to_day" text,
	"donor_name" text,
	"donor_words" text,
	"is_listed" boolean NOT NULL,
	"changed_at" bigint NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "mall_items_kind" CHECK ("mall_items"."kind" in ('goods', 'meal')),
	CONSTRAINT "mall_items_price" CHECK ("mall_items"."price" between 1 and 50000),
	CONSTRAINT "mall_items_per_person" CHECK ("mall_items"."per_person" >= 1),
	CONSTRAINT "mall_items_donor_whole" CHECK (("mall_items"."donor_name" is null) = ("mall_items"."donor_words" is null))
);
--> statement-breakpoint
CREATE TABLE "mall_losses" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"item_id" text NOT NULL,
	"station_id" text NOT NULL,
	"count" integer NOT NULL,
	"taken" integer NOT NULL,
	"keeper_id" text NOT NULL,
	"handed_over_at" bigint NOT NULL,
	"noted_at" bigint NOT NULL,
	CONSTRAINT "mall_losses_count" CHECK ("mall_losses"."count" >= 1 and "mall_losses"."taken" between 0 and "mall_losses"."count")
);
--> statement-breakpoint
CREATE TABLE "mall_orders" (
	"number" serial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"account_id" text NOT NULL,
	"item_id" text NOT NULL,
	"station_id" text NOT NULL,
	"count" integer NOT NULL,
	"points" integer NOT NULL,
	"hold_id" text,
	"state" text NOT NULL,
	"day" text,
	"given_by" text,
	"words" text,
	"digits_hash" text NOT NULL,
	"digits_round" integer NOT NULL,
	"ordered_at" bigint NOT NULL,
	"pick_up_by" bigint NOT NULL,
	"remind_at" bigint,
	"closed_at" bigint,
	"closed_by" text,
	"handed_over_at" bigint,
	CONSTRAINT "mall_orders_by_id" UNIQUE("id"),
	CONSTRAINT "mall_orders_count" CHECK ("mall_orders"."count" between 1 and 20),
	CONSTRAINT "mall_orders_paid_or_given" CHECK (("mall_orders"."points" > 0 and "mall_orders"."hold_id" is not null and "mall_orders"."given_by" is null) or ("mall_orders"."points" = 0 and "mall_orders"."hold_id" is null and "mall_orders"."given_by" is not null)),
	CONSTRAINT "mall_orders_given_by_another" CHECK ("mall_orders"."given_by" <> "mall_orders"."account_id"),
	CONSTRAINT "mall_orders_state" CHECK ("mall_orders"."state" in ('open', 'handedOver', 'cancelled', 'lapsed')),
	CONSTRAINT "mall_orders_closed_whole" CHECK (("mall_orders"."state" = 'open') = ("mall_orders"."closed_at" is null) and ("mall_orders"."state" = 'open') = ("mall_orders"."closed_by" is null)),
	CONSTRAINT "mall_orders_handed_over_whole" CHECK (("mall_orders"."state" = 'handedOver') = ("mall_orders"."handed_over_at" is not null)),
	CONSTRAINT "mall_orders_handed_over_by_another" CHECK ("mall_orders"."state" <> 'handedOver' or "mall_orders"."closed_by" <> "mall_orders"."account_id")
);
--> statement-breakpoint
CREATE TABLE "mall_stock" (
	"item_id" text NOT NULL,
	"station_id" text NOT NULL,
	"on_hand" integer DEFAULT 0 NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"is_offered" boolean NOT NULL,
	CONSTRAINT "mall_stock_item_id_station_id_pk" PRIMARY KEY("item_id","station_id"),
	CONSTRAINT "mall_stock_covers_orders" CHECK ("mall_stock"."reserved" >= 0 and "mall_stock"."on_hand" >= "mall_stock"."reserved")
);
--> statement-breakpoint
CREATE TABLE "mall_stock_moves" (
	"id" text PRIMARY KEY NOT NULL,
	"item_id" text NOT NULL,
	"station_id" text NOT NULL,
	"cause" text NOT NULL,
	"ref" text NOT NULL,
	"count" integer NOT NULL,
	"words" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "mall_stock_moves_cause" CHECK (("mall_stock_moves"."cause" in ('arrived', 'movedIn') and "mall_stock_moves"."count" > 0) or ("mall_stock_moves"."cause" in ('damaged', 'movedOut', 'handedOver') and "mall_stock_moves"."count" < 0) or "mall_stock_moves"."cause" = 'counted')
);
--> statement-breakpoint
ALTER TABLE "station_keepers" ADD CONSTRAINT "station_keepers_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "station_keepers" ADD CONSTRAINT "station_keepers_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mall_losses" ADD CONSTRAINT "mall_losses_order_id_mall_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."mall_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mall_orders" ADD CONSTRAINT "mall_orders_item_id_mall_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."mall_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mall_orders" ADD CONSTRAINT "mall_orders_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mall_stock" ADD CONSTRAINT "mall_stock_item_id_mall_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."mall_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mall_stock" ADD CONSTRAINT "mall_stock_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_by_public_key" ON "signing_keys" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "station_keepers_by_account" ON "station_keepers" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "stations_by_area" ON "stations" USING btree ("area_id");--> statement-breakpoint
CREATE INDEX "mall_items_by_photo" ON "mall_items" USING btree ("photo");--> statement-breakpoint
CREATE INDEX "mall_losses_by_age" ON "mall_losses" USING btree ("noted_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mall_orders_digits_of_open" ON "mall_orders" USING btree ("station_id","digits_hash") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "mall_orders_by_hold" ON "mall_orders" USING btree ("hold_id");--> statement-breakpoint
CREATE INDEX "mall_orders_by_account" ON "mall_orders" USING btree ("account_id","ordered_at");--> statement-breakpoint
CREATE INDEX "mall_orders_by_station" ON "mall_orders" USING btree ("station_id","state","closed_at");--> statement-breakpoint
CREATE INDEX "mall_orders_to_lapse" ON "mall_orders" USING btree ("pick_up_by") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "mall_orders_to_remind" ON "mall_orders" USING btree ("remind_at") WHERE state = 'open' and remind_at is not null;--> statement-breakpoint
CREATE INDEX "mall_stock_by_station" ON "mall_stock" USING btree ("station_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mall_stock_moves_once_per_cause" ON "mall_stock_moves" USING btree ("cause","ref");--> statement-breakpoint
CREATE INDEX "mall_stock_moves_by_station" ON "mall_stock_moves" USING btree ("station_id","at");--> statement-breakpoint
CREATE INDEX "mall_stock_moves_by_item" ON "mall_stock_moves" USING btree ("item_id","station_id");
