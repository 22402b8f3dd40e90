CREATE TABLE "digit_tries" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"station" bigint NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stations" ALTER COLUMN "lock_sequence" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "closure_at" bigint;--> statement-breakpoint
ALTER TABLE "digit_tries" ADD CONSTRAINT "digit_tries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digit_tries_by_account" ON "digit_tries" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "digit_tries_by_station" ON "digit_tries" USING btree ("station","at");--> statement-breakpoint
CREATE INDEX "digit_tries_by_age" ON "digit_tries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "stations_to_tell_closure" ON "stations" USING btree ("closure_at") WHERE closure_at is not null;--> statement-breakpoint
DROP TRIGGER mall_orders_stay_what_they_are ON mall_orders;
--> statement-breakpoint
CREATE TRIGGER mall_orders_stay_what_they_are BEFORE UPDATE ON mall_orders
FOR EACH ROW WHEN ((NEW.number, NEW.id, NEW.account_id, NEW.item_id, NEW.station_id, NEW.count, NEW.points, NEW.hold_id, NEW.given_by, NEW.day, NEW.ordered_at)
  IS DISTINCT FROM (OLD.number, OLD.id, OLD.account_id, OLD.item_id, OLD.station_id, OLD.count, OLD.points, OLD.hold_id, OLD.given_by, OLD.day, OLD.ordered_at))
EXECUTE FUNCTION refuse_change_of_order();
--> statement-breakpoint
CREATE FUNCTION refuse_wait_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an order waits longer, for 90 days at most';
END $$;
--> statement-breakpoint
CREATE TRIGGER mall_orders_wait_longer_only BEFORE UPDATE ON mall_orders
FOR EACH ROW WHEN (NEW.pick_up_by < OLD.pick_up_by OR (NEW.pick_up_by > OLD.pick_up_by AND NEW.pick_up_by > OLD.ordered_at + 7776000000))
EXECUTE FUNCTION refuse_wait_of_order();
