CREATE FUNCTION refuse_change_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'an order begins open';
  ELSIF OLD.state <> 'open' THEN
    RAISE EXCEPTION 'a closed order stays as it is';
  END IF;
  RAISE EXCEPTION 'an order stays what it is';
END $$;
--> statement-breakpoint
CREATE TRIGGER mall_orders_closed_for_good BEFORE UPDATE ON mall_orders
FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change_of_order();
--> statement-breakpoint
CREATE TRIGGER mall_orders_stay_what_they_are BEFORE UPDATE ON mall_orders
FOR EACH ROW WHEN ((NEW.number, NEW.id, NEW.account_id, NEW.item_id, NEW.station_id, NEW.count, NEW.points, NEW.hold_id, NEW.given_by, NEW.day, NEW.ordered_at, NEW.pick_up_by)
  IS DISTINCT FROM (OLD.number, OLD.id, OLD.account_id, OLD.item_id, OLD.station_id, OLD.count, OLD.points, OLD.hold_id, OLD.given_by, OLD.day, OLD.ordered_at, OLD.pick_up_by))
EXECUTE FUNCTION refuse_change_of_order();
--> statement-breakpoint
CREATE TRIGGER mall_orders_begin_open BEFORE INSERT ON mall_orders
FOR EACH ROW WHEN (NEW.state <> 'open') EXECUTE FUNCTION refuse_change_of_order();
--> statement-breakpoint
CREATE FUNCTION require_hold_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM transfers WHERE id = NEW.hold_id AND kind = 'hold' AND debit = NEW.account_id AND amount = NEW.points AND ref = NEW.id) THEN
    RAISE EXCEPTION 'an order names the hold of its own points';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER mall_orders_held_as_priced BEFORE INSERT ON mall_orders
FOR EACH ROW WHEN (NEW.hold_id IS NOT NULL) EXECUTE FUNCTION require_hold_of_order();
--> statement-breakpoint
CREATE TRIGGER mall_orders_never_deleted BEFORE DELETE ON mall_orders
FOR EACH ROW EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER mall_orders_never_emptied BEFORE TRUNCATE ON mall_orders
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER mall_stock_moves_never_changed BEFORE UPDATE OR DELETE ON mall_stock_moves
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER mall_stock_moves_never_emptied BEFORE TRUNCATE ON mall_stock_moves
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER mall_losses_never_changed BEFORE UPDATE OR DELETE ON mall_losses
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER mall_losses_never_emptied BEFORE TRUNCATE ON mall_losses
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER mall_stock_never_deleted BEFORE DELETE ON mall_stock
FOR EACH ROW EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER mall_stock_never_emptied BEFORE TRUNCATE ON mall_stock
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER mall_items_never_deleted BEFORE DELETE ON mall_items
FOR EACH ROW EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER mall_items_never_emptied BEFORE TRUNCATE ON mall_items
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
