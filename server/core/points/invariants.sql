-- What must hold of the points at every moment, in SQL that both engines speak. Each query returns the rows that break it: none.

-- invariant: a balance is the fold of its transfers
select a.id from point_accounts a
left join (select credit as id, sum(amount) as amount from transfers where kind = 'post' group by credit) got on got.id = a.id
left join (select debit as id, sum(amount) as amount from transfers where kind in ('post', 'settle') group by debit) given on given.id = a.id
left join (select debit as id, sum(case when kind = 'hold' then amount else -amount end) as amount from transfers where kind in ('hold', 'settle', 'void') group by debit) kept on kept.id = a.id
where a.kind = 'person' and (a.posted <> coalesce(got.amount, 0) - coalesce(given.amount, 0) or a.held <> coalesce(kept.amount, 0));

-- invariant: what people have is what was issued, less what was spent, lapsed or taken back
select people.total, flow.total as flowed
from (select coalesce(sum(posted), 0) as total from point_accounts where kind = 'person') people,
  (select coalesce(sum(case when debit = 'issued' then amount else 0 end), 0)
     - coalesce(sum(case when credit in ('issued', 'spent', 'expired') then amount else 0 end), 0) as total
   from transfers where kind in ('post', 'settle')) flow
where people.total <> flow.total;

-- invariant: nothing is negative, and no more is held than there is
select id from point_accounts where held < 0 or posted < held;

-- invariant: one transfer per cause
select reason, ref from transfers group by reason, ref having count(*) > 1;

-- invariant: a hold is resolved at most once, and as a whole
select r.id from transfers r
left join transfers h on h.id = r.pending_id and h.kind = 'hold' and h.amount = r.amount and h.debit = r.debit
where r.pending_id is not null and (h.id is null or exists (select 1 from transfers o where o.pending_id = r.pending_id and o.id <> r.id));

-- invariant: a correction is in two hands, and neither is the one concerned
select id from transfers where reason = 'points.corrected'
  and (approver_id is null or approver_id in (actor_id, debit, credit) or actor_id in (debit, credit))
union all
select id from point_corrections
where asked_by = account_id or (state <> 'asked' and (decided_by is null or decided_by in (asked_by, account_id)));

-- invariant: an approved correction moved what it says, but for its debt, and no other moved anything
select coalesce(c.id, t.ref) as id
from (select id, account_id, case when state = 'approved' then amount + debt else 0 end as amount from point_corrections) c
full join (select ref, case when debit = 'issued' then credit else debit end as account_id, case when debit = 'issued' then amount else -amount end as amount from transfers where reason = 'points.corrected') t on t.ref = c.id
where c.id is null or c.amount <> coalesce(t.amount, 0) or (t.ref is not null and t.account_id <> c.account_id);

-- invariant: points go to where they may, and an award is approved by somebody who is no party to it
select id from transfers
where (credit = 'expired') <> (reason = 'points.lapsed') or (credit = 'spent') <> (kind <> 'post') or debit in ('spent', 'expired')
  or (debit = 'issued' and (approver_id is null or approver_id = debit or approver_id = credit));

-- invariant: caps are kept
select account_id, day, cap from point_caps where used < 0 or used > max;

-- invariant: a cap counts what was given under it
select account_id, day, cap from (
  select credit as account_id, occurred_on as day, cap, amount from transfers where cap is not null
  union all select account_id, day, cap, -used from point_caps
) counted group by account_id, day, cap having sum(amount) <> 0;

-- invariant: an order is open as long as its hold is, and closed as its hold was resolved
select o.id from mall_orders o
left join transfers h on h.id = o.hold_id and h.kind = 'hold' and h.debit = o.account_id and h.amount = o.points and h.ref = o.id
left join transfers r on r.pending_id = o.hold_id
where o.hold_id is not null
  and (h.id is null or coalesce(r.kind, 'none') <> case o.state when 'open' then 'none' when 'handedOver' then 'settle' else 'void' end);

-- invariant: every hold is an order's
select h.id from transfers h left join mall_orders o on o.hold_id = h.id where h.kind = 'hold' and o.id is null;

-- invariant: what is reserved is what open orders wait for
select coalesce(s.item_id, o.item_id) as item_id, coalesce(s.station_id, o.station_id) as station_id
from (select item_id, station_id, sum(count) as count from mall_orders where state = 'open' group by item_id, station_id) o
full join mall_stock s on s.item_id = o.item_id and s.station_id = o.station_id
where coalesce(s.reserved, 0) <> coalesce(o.count, 0);

-- invariant: what is on the shelf is the sum of what came and went
select coalesce(s.item_id, m.item_id) as item_id, coalesce(s.station_id, m.station_id) as station_id
from (select item_id, station_id, sum(count) as count from mall_stock_moves group by item_id, station_id) m
full join mall_stock s on s.item_id = m.item_id and s.station_id = m.station_id
where coalesce(s.on_hand, 0) <> coalesce(m.count, 0);

-- invariant: no shelf is below zero or promised beyond what is on it
select item_id, station_id from mall_stock where reserved < 0 or on_hand < reserved;

-- invariant: nobody hands over to themselves
select id from mall_orders where state = 'handedOver' and (closed_by is null or closed_by = account_id);
