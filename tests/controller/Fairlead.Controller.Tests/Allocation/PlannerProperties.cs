using Fairlead.Allocation;
using Fairlead.Allocation.Exclusive;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.Routes;
using Fairlead.Allocation.Slices;
using Fairlead.Allocation.VSwitches;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What holds of the plans whatever they are made of.</summary>
public sealed class PlannerProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_target_is_whole_batches_with_room_unless_the_node_is_full() => Check.One(Many, Prop.ForAll(
        Gen.Choose(0, 300).Four().ToArbitrary(),
        numbers =>
        {
            var (used, free, batch, most) = (numbers.Item1, numbers.Item2 % 50, 1 + (numbers.Item3 % 49), numbers.Item4);
            var target = PoolTarget.Of(used, free, batch, most);
            return target == most || (target % batch == 0 && target >= used + free && target - batch < used + free);
        }));

    [Fact]
    public void A_plan_closes_the_gap_and_never_exceeds_a_limit() => Check.One(Many, Prop.ForAll(View().ToArbitrary(), view =>
    {
        var plan = PoolPlanner.Plan(view);
        var grown = plan.Grow.Sum(step => step.Count) * view.Unit;
        var made = plan.Create.Sum();
        var gap = Math.Max(0, view.Target - view.Supply);
        return plan.Grow.All(step => view.Interfaces.Single(eni => eni.Id == step.Id) is { IsGoing: false, IsSettled: true } eni && step.Count <= eni.Room)
            && plan.Create.All(units => units > 0 && units <= view.PerInterface)
            && (plan.Create.Count == 0 || plan.Create.Count + view.Interfaces.Count <= view.MostInterfaces)
            && grown + made + plan.Missing >= gap
            && grown + made < gap + view.Unit + (gap == 0 ? 1 : 0);
    }));

    [Fact]
    public void What_goes_is_surplus_that_nobody_has() => Check.One(Many, Prop.ForAll(View().ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (view, surplus) =>
    {
        var plan = ReclaimPlanner.Plan(view, surplus);
        var faces = view.Interfaces.Where(eni => eni.Id.Length > 0).ToDictionary(eni => eni.Id);
        return plan.Sum(retirement => retirement.Count) <= Math.Max(0, Math.Min(surplus, view.Supply - view.Target))
            && plan.All(retirement => retirement.Whole ? faces[retirement.Id] is { Leased: 0, IsPinned: false } : retirement.Count <= faces[retirement.Id].Releasable)
            && plan.All(retirement => faces[retirement.Id] is { IsGoing: false, CanGive: true });
    }));

    [Fact]
    public void Places_for_exclusive_pods_are_never_more_than_there_are() => Check.One(Many, Prop.ForAll(
        Gen.Choose(0, 6).Three().ArrayOf(4).ToArbitrary(), Gen.Choose(0, 8).ToArbitrary(), (numbers, places) =>
        {
            var views = numbers.Select((number, i) => new ExclusiveView($"c{i}", number.Item1, number.Item2 % 3, number.Item3)).ToList();
            var plan = ExclusivePlanner.Plan(views, places);
            var unserved = views.Sum(view => Math.Max(0, view.Waiting - view.Free)) - plan.Create.Sum(step => step.Count);
            return plan.Create.Sum(step => step.Count) <= places
                && plan.Create.All(step => step.Count <= views.Single(view => view.Class == step.Class).Missing)
                && plan.Yield.Count <= Math.Max(0, unserved)
                && plan.Yield.GroupBy(name => name).All(group => views.Single(view => view.Class == group.Key) is var view && group.Count() <= view.Free - view.Waiting);
        }));

    [Fact]
    public void No_two_nodes_have_one_slice() => Check.One(Many, Prop.ForAll(Gen.Choose(0, 99).ArrayOf(60).ToArbitrary(), story =>
    {
        var book = new SliceBook();
        var had = new List<Cidr>();
        foreach (var (word, i) in story.Select((word, i) => (word, i)))
        {
            if (word < 25 && had.Count > 0)
            {
                book.Release(had[word % had.Count]);
                had.RemoveAt(word % had.Count);
            }
            else if (word < 40)
            {
                var named = new Cidr(InetAddress.V4(0x0af40000u + ((uint)word << 7)), word % 2 == 0 ? 24 : 25).Network;
                if (!had.Contains(named) && book.Claim($"n{i}", named, 24) is null)
                {
                    had.Add(named);
                }
            }
            else if (book.Give($"n{i}", [Cidr.Parse("10.244.0.0/20")], 24, []) is { } slice)
            {
                had.Add(slice);
            }
        }

        return had.All(one => had.Count(other => other.Overlaps(one)) == 1);
    }));

    [Fact]
    public void A_range_is_given_to_its_end()
    {
        var book = new SliceBook();
        var given = Enumerable.Range(0, 17).Select(i => book.Give($"n{i}", [Cidr.Parse("10.244.0.0/20")], 24, [])).ToList();
        Assert.Equal(16, given.OfType<Cidr>().Distinct().Count());
        Assert.Null(given[16]);
        book.Release(given[7]!.Value);
        Assert.Equal(given[7], book.Give("n17", [Cidr.Parse("10.244.0.0/20")], 24, []));
    }

    [Theory]
    [InlineData("10.244.0.0/22", 24, "10.244.1.0/25", "10.244.0.0/24 10.244.2.0/24 10.244.3.0/24")]
    [InlineData("10.244.0.0/22", 24, "10.244.0.0/15", "")]
    [InlineData("10.244.0.0/22", 24, "10.244.3.0/24", "10.244.0.0/24 10.244.1.0/24 10.244.2.0/24")]
    [InlineData("fd10::/63", 124, "fd10::/64", "fd10:0:0:1::/124 fd10:0:0:1::10/124 fd10:0:0:1::20/124 fd10:0:0:1::30/124")]
    public void No_slice_is_of_what_hosts_have(string range, int length, string hosts, string slices)
    {
        var book = new SliceBook();
        var given = Enumerable.Range(0, 4).Select(i => book.Give($"n{i}", [Cidr.Parse(range)], length, [Cidr.Parse(hosts)])).OfType<Cidr>();
        Assert.Equal(slices, string.Join(' ', given));
    }

    [Fact]
    public void A_vSwitch_is_asked_for_no_more_than_it_gives() => Check.One(Many, Prop.ForAll(
        Gen.Choose(0, 40).Two().ArrayOf(4).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (numbers, needed) =>
        {
            var places = numbers.Select((number, i) => new VSwitchPlace($"v{i}", Math.Min(number.Item1, number.Item2), number.Item2)).ToList();
            return Enum.GetValues<VSwitchSelection>().All(selection => VSwitchChooser.Choose(places, selection, needed) is var (id, granted)
                ? granted > 0 && granted <= needed && granted <= places.Single(place => place.Id == id).Most && (granted == needed || places.All(place => place.Most < needed))
                : places.All(place => place.Most == 0));
        }));

    [Fact]
    public void The_first_vSwitch_is_taken_or_the_freest_as_people_wrote() => Check.One(Many, Prop.ForAll(
        Gen.Choose(0, 40).ArrayOf(5).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (numbers, needed) =>
        {
            var places = numbers.Select((free, i) => new VSwitchPlace($"v{(i * 3) % 5}", free, free)).ToList();
            var fitting = places.Where(place => place.Most >= needed).ToList();
            return fitting.Count == 0
                || (VSwitchChooser.Choose(places, VSwitchSelection.Ordered, needed)?.VSwitch == fitting[0].Id
                    && places.Single(place => place.Id == VSwitchChooser.Choose(places, VSwitchSelection.MostFree, needed)?.VSwitch).Free == places.Max(place => place.Free));
        }));

    [Fact]
    public void Routes_of_others_are_neither_removed_nor_doubled() => Check.One(Many, Prop.ForAll(
        Gen.Choose(0, 5).Three().ArrayOf(6).ToArbitrary(), numbers =>
        {
            var entries = numbers.DistinctBy(number => number.Item1)
                .Select(number => new CloudRoute($"r{number.Item1}", "t", Slice(number.Item1), $"i-{number.Item2}", RouteHop.Instance, true) { Description = number.Item3 % 2 == 0 ? RoutePlanner.Mark("c1") : "by hand" })
                .ToList();
            var wanted = Enumerable.Range(0, 3).Select(i => new WantedRoute(Slice(i), $"n{i}", $"i-{i}")).ToList();
            var plan = RoutePlanner.Plan(wanted, entries, "c1");
            return plan.Delete.All(entry => RoutePlanner.IsOurs(entry, "c1"))
                && plan.Create.All(route => entries.TrueForAll(entry => entry.Destination != route.Slice))
                && plan.Foreign.All(pair => !RoutePlanner.IsOurs(pair.Entry, "c1"));
        }));

    [Fact]
    public void Retries_wait_longer_and_by_the_seed() => Check.One(Many, Prop.ForAll(Gen.Choose(1, 40).Two().ToArbitrary(), numbers =>
    {
        var options = new AllocatorOptions { Seed = (ulong)numbers.Item2 };
        var wait = Retry.After(options, "eni-1", numbers.Item1);
        return wait == Retry.After(options, "eni-1", numbers.Item1) && wait <= options.LongestRetry && wait >= options.FirstRetry / 2;
    }));

    private static Cidr Slice(int i) => new(InetAddress.V4(0x0af40000u + ((uint)i << 8)), 24);

    private static Gen<PoolView> View()
    {
        var eni = from units in Gen.Choose(1, 30)
                  from leased in Gen.Choose(0, units)
                  from room in Gen.Choose(0, 30 - units)
                  from kind in Gen.Choose(0, 7)
                  select (units, leased, room, kind);
        return from enis in eni.ListOf()
               from demand in Gen.Choose(0, 100)
               from minFree in Gen.Choose(0, 40)
               from batch in Gen.Choose(1, 20)
               from most in Gen.Choose(0, 8)
               select new PoolView
               {
                   Demand = demand,
                   MinFree = minFree,
                   Batch = batch,
                   Unit = 1,
                   MostInterfaces = most,
                   PerInterface = 30,
                   Interfaces = [.. enis.Take(8).Select((face, i) => new PoolInterface($"eni-{i}", face.kind == 0 ? face.leased : face.units, face.leased, face.room, Math.Max(0, face.units - face.leased - 1), face.kind == 0, face.kind is not (1 or 4)) { CanGive = face.kind is not (1 or 3), IsPinned = face.kind == 2 })],
               };
    }
}
