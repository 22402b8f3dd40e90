CREATE TRIGGER mall_orders_closed_for_good BEFORE UPDATE ON mall_orders
WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a closed order stays as it is'); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_stay_what_they_are BEFORE UPDATE ON mall_orders
WHEN (NEW.number, NEW.id, NEW.account_id, NEW.item_id, NEW.station_id, NEW.count, NEW.points, NEW.hold_id, NEW.given_by, NEW.day, NEW.ordered_at, NEW.pick_up_by)
  IS NOT (OLD.number, OLD.id, OLD.account_id, OLD.item_id, OLD.station_id, OLD.count, OLD.points, OLD.hold_id, OLD.given_by, OLD.day, OLD.ordered_at, OLD.pick_up_by)
BEGIN SELECT RAISE(ABORT, 'an order stays what it is'); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_never_deleted BEFORE DELETE ON mall_orders
BEGIN SELECT RAISE(ABORT, 'an order stays'); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_never_replaced BEFORE INSERT ON mall_orders
WHEN EXISTS (SELECT 1 FROM mall_orders WHERE number = NEW.number OR id = NEW.id OR hold_id = NEW.hold_id)
BEGIN SELECT RAISE(ABORT, 'an order stays'); END;
--> statement-breakpoint
-- Drawn again by whoever inserts, and so passed over rather than refused: a replacing insert must not push the other order out.
CREATE TRIGGER mall_orders_digits_never_taken BEFORE INSERT ON mall_orders
WHEN EXISTS (SELECT 1 FROM mall_orders WHERE station_id = NEW.station_id AND digits_hash = NEW.digits_hash AND state = 'open')
BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_begin_open BEFORE INSERT ON mall_orders
WHEN NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'an order begins open'); END;
--> statement-breakpoint
CREATE TRIGGER mall_orders_held_as_priced BEFORE INSERT ON mall_orders
WHEN NEW.hold_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM transfers WHERE id = NEW.hold_id AND kind = 'hold' AND debit = NEW.account_id AND amount = NEW.points AND ref = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an order names the hold of its own points'); END;
--> statement-breakpoint
CREATE TRIGGER mall_stock_moves_never_updated BEFORE UPDATE ON mall_stock_moves
BEGIN SELECT RAISE(ABORT, 'mall_stock_moves is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER mall_stock_moves_never_deleted BEFORE DELETE ON mall_stock_moves
BEGIN SELECT RAISE(ABORT, 'mall_stock_moves is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER mall_stock_moves_never_replaced BEFORE INSERT ON mall_stock_moves
WHEN EXISTS (SELECT 1 FROM mall_stock_moves WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'mall_stock_moves is append-only'); END;
--> statement-breakpoint
-- An entry that comes twice is passed over: whoever inserts sees that nothing was written.
CREATE TRIGGER mall_stock_moves_once BEFORE INSERT ON mall_stock_moves
WHEN EXISTS (SELECT 1 FROM mall_stock_moves WHERE cause = NEW.cause AND ref = NEW.ref)
BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER mall_losses_never_updated BEFORE UPDATE ON mall_losses
BEGIN SELECT RAISE(ABORT, 'mall_losses is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER mall_losses_never_deleted BEFORE DELETE ON mall_losses
BEGIN SELECT RAISE(ABORT, 'mall_losses is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER mall_losses_never_replaced BEFORE INSERT ON mall_losses
WHEN EXISTS (SELECT 1 FROM mall_losses WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'mall_losses is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER mall_stock_never_deleted BEFORE DELETE ON mall_stock
BEGIN SELECT RAISE(ABORT, 'a shelf stays'); END;
--> statement-breakpoint
CREATE TRIGGER mall_items_never_deleted BEFORE DELETE ON mall_items
BEGIN SELECT RAISE(ABORT, 'an item stays'); END;
