-- What a card that is bound anew has left behind is looked for at every signing: by the card, and not among all the bindings of its funder.
create index bindings_over_by_card on bindings (funder_id, settlement_id, card_index) where state in ('unsigned', 'invalid');

-- Debts have followed their card so far only when it was bound anew; now also when they come to another holder, or owe again.
update debts d set binding_id = n.id
from bindings b
join bindings n on n.funder_id = b.funder_id and n.settlement_id = b.settlement_id and n.card_index = b.card_index
     and n.state in ('active', 'unsigning')
left join shares s on s.binding_id = n.id and s.state = 'shared'
where d.outstanding_fen > 0 and b.id = d.binding_id and b.state in ('unsigned', 'invalid')
  and d.holder_id in (d.funder_id, s.facilitator_id);
