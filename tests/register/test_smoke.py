import time, datetime as dt
from policy.decide import decide
from policy.issuing import cases_of, content_hash
from schemas.conclusion import Conclusion
from register import reads, writes

C=Conclusion.model_validate(dict(ref='abc-1',issued_on='2023-07-12',title='x',standing_office='G22',programmes=['a','b'],directives=[dict(n=i+1,text='Bộ Y tế chủ trì '*10,assignees=['các địa phương'],deadline=dict(raw='trước ngày 30/9/2023',precision='day',due_on='2023-09-30'),report=dict(rhythm='monthly',day=25)) for i in range(4)]))
NOW=dt.datetime(2023,7,12,2,tzinfo=dt.UTC)
async def test_smoke(pool):
    cases=cases_of(C)
    t=time.perf_counter()
    out=await writes.plan(pool,C,content_hash(C),cases)
    print('plan',time.perf_counter()-t)
    assert out.created
    assert not (await writes.plan(pool,C,content_hash(C),cases)).created
    assert [c.stream for c in await reads.unopened(pool)]==['kl/abc-1']
    for case in cases:
        d=decide(case,[],NOW)
        t=time.perf_counter()
        r=await writes.commit(pool,case.stream,0,d.events)
        print('commit',time.perf_counter()-t, len(d.events))
        assert r.is_stored
        assert (await writes.commit(pool,case.stream,0,d.events)).is_stored
        assert await reads.case_of(pool,case.stream)==d.case
    assert await reads.opened_count(pool,'abc-1')==1
