import datetime as dt
from policy.decide import decide
from policy.issuing import cases_of, content_hash
from register import reads, writes
from register.sql import SQL
from tests.register.test_smoke import C, NOW
D=dt.date
async def test_reads(pool):
    cases=cases_of(C)
    await writes.plan(pool,C,content_hash(C),cases)
    d=decide(cases[0],[],NOW); await writes.commit(pool,cases[0].stream,0,d.events)
    F=reads.ListFilters
    p=await reads.list_assignments(pool,F(),D(2023,7,12),10,None)
    assert len(p.items)==10 and p.next
    n=0; after=None; seen=set()
    while True:
        p=await reads.list_assignments(pool,F(text='bo y te',programme='a'),D(2023,10,12),50,after)
        n+=len(p.items); seen|={i['id'] for i in p.items}; after=p.next
        if not after: break
    assert n==252==len(seen)
    print(p.items[0])
    p=await reads.list_assignments(pool,F(agency='H01'),D(2023,7,11),10,None)
    assert not p.items
    for by in reads.DIMENSIONS: print(by,(await reads.stats(pool,by,D(2023,10,12)))['rows'][:2], (await reads.stats(pool,by,D(2023,10,12)))['total'])
    print(await reads.stats(pool,'programme',D(2023,7,11)))
    s=await reads.show(pool,'kl/abc-1/1@H01'); print(s)
    s=await reads.show(pool,'kl/abc-1/1'); assert len(s['assignments'])==63
    s=await reads.show(pool,'kl/abc-1'); print(s['totals'])
    ev,c=await reads.events_since(pool,None)
    e=await reads.events_of(pool,'kl/abc-1'); assert len(e)==253
    await reads.overdue(pool,D(2024,1,1)); await reads.escalations(pool,'kl/abc-1'); await reads.refused(pool); await reads.fact_counts(pool); await reads.evidence_named(pool); await reads.comparable(pool,D(2024,1,1)); await reads.streams_for(pool,'kl/abc-1/2'); await reads.conclusions(pool)
    d2=decide(d.case,[],NOW+dt.timedelta(days=7)); r=await writes.commit(pool,cases[0].stream,d.case.seq,d2.events)
    ev,c2=await reads.events_since(pool,c); assert len(ev)==len(d2.events)>0
    ev,c2=await reads.events_since(pool,c2); assert not ev
    async with pool.acquire() as db:
        for k,v in SQL.items(): 
            if 'fresh' not in v: await db.prepare(v)
