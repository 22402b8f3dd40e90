CREATE TABLE `rulings` (
	`key` text NOT NULL,
	`seq` integer NOT NULL,
	`value` text NOT NULL,
	`from` integer NOT NULL,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`key`, `seq`),
	FOREIGN KEY (`by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO rulings (key, seq, value, "from", by, reason)
SELECT 'caps', 1, json_group_object(cap, max), max(set_at),
  (SELECT set_by FROM point_cap_limits ORDER BY set_at DESC LIMIT 1), '每日上限'
FROM point_cap_limits HAVING count(*) > 0;
--> statement-breakpoint
DROP TABLE `point_cap_limits`;
--> statement-breakpoint
CREATE TRIGGER rulings_never_changed BEFORE UPDATE ON rulings
BEGIN SELECT RAISE(ABORT, 'rulings are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER rulings_never_deleted BEFORE DELETE ON rulings
BEGIN SELECT RAISE(ABORT, 'rulings are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER rulings_never_replaced BEFORE INSERT ON rulings
WHEN EXISTS (SELECT 1 FROM rulings WHERE key = NEW.key AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'rulings are append-only'); END;
