-- What must hold of the points at every moment, in SQL that both engines speak. Each query returns the rows that break it: none.

-- invariant: a balance is the fold of its transfers
select a.id from point_accounts a
left join (select credit as id, sum(amount) as amount from transfers where kind = 'post' group by credit) got on got.id = a.id
left join (select debit as id, sum(amount) as amount from transfers where kind in ('post', 'settle') group by debit) given on given.id = a.id
left join (select debit as id, sum(case when kind = 'hold' then amount else -amount end) as amount from transfers where kind in ('hold', 'settle', 'void') group by debit) kept on kept.id = a.id
where a.kind = 'person' and (a.posted <> coalesce(got.amount, 0) - coalesce(given.amount, 0) or a.held <> coalesce(kept.amount, 0));

-- invariant: what people have is what was issued, less what was spent and what expired
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

-- invariant: an award is approved by somebody who is no party to it
select id from transfers where kind = 'post' and debit = 'issued'
  and (approver_id is null or approver_id = debit or approver_id = credit);

-- invariant: caps are kept
select account_id, day, cap from point_caps where used < 0 or used > max;

-- invariant: a cap counts what was given under it
select coalesce(c.account_id, t.account_id) as account_id, coalesce(c.day, t.day) as day
from (select credit as account_id, occurred_on as day, cap, sum(amount) as amount from transfers where cap is not null group by credit, occurred_on, cap) t
full join point_caps c on c.account_id = t.account_id and c.day = t.day and c.cap = t.cap
where coalesce(c.used, 0) <> coalesce(t.amount, 0);
