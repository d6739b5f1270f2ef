using Fairlead.Model.Addresses;
using Fairlead.Planning.Addresses;
using Fairlead.Testing.Clocks;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Core.Tests.Addresses;

/// <summary>Pods with and without names of their own come and go, and what belongs to names changes, in any order.</summary>
public sealed class FixedPoolProperties
{
    private static readonly PoolOptions Options = new() { Slices = [Cidr.Parse("10.0.0.0/29"), Cidr.Parse("fd00::/125")] };

    // What a name can be given: addresses of one family, of both, of none, and one that the node does not have.
    private static readonly string[][] Choices = [[], ["10.0.0.1"], ["10.0.0.1", "fd00::1"], ["10.0.0.2", "fd00::2"], ["10.0.0.3"], ["fd00::4"], ["10.9.9.9"]];

    private const int CapacityV4 = 6;

    [Fact]
    public void What_belongs_to_a_name_goes_to_nobody_else_and_no_address_is_lost() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.Choose(0, 999).ListOf().ToArbitrary(), steps => Run([.. steps])));

    private static bool Run(int[] steps)
    {
        var clock = new ManualClock();
        var pool = new AddressPool(Options, clock, new Random(steps.Length));
        var held = new Dictionary<int, PodLease>();
        var names = new Dictionary<string, InetAddress[]>();
        foreach (var step in steps)
        {
            var (what, owner) = (step / 100, step / 10 % 10);
            // The last three owners bear no name.
            var pod = owner < 7 ? $"db-{owner % 3}" : "";
            if (what < 4)
            {
                var outcome = pool.Lease(Request(owner, pod));
                if (outcome.Lease is { } lease && held.TryAdd(owner, lease) && !IsRight(lease, pod, names))
                {
                    return false;
                }
            }
            else if (what < 7)
            {
                pool.Release(PoolTests.Owner(owner));
                held.Remove(owner);
            }
            else if (what < 8)
            {
                clock.Advance(TimeSpan.FromSeconds(owner * 4));
            }
            else if (what < 9)
            {
                pool.Reconfigure(Options);
            }
            else
            {
                names[$"db-{owner % 3}"] = [.. Choices[step % Choices.Length].Select(InetAddress.Parse)];
                pool.Keep([.. names.Select(pair => FixedAddressTests.Offer(pair.Key, pair.Value))]);
            }

            if (!Holds(pool, held, names))
            {
                return false;
            }
        }

        return AllComeBack(pool, held, names, clock);
    }

    private static bool IsRight(PodLease lease, string pod, Dictionary<string, InetAddress[]> names)
    {
        var own = names.GetValueOrDefault(pod, []);
        var others = names.Where(pair => pair.Key != pod).SelectMany(pair => pair.Value).Except(own).ToHashSet();
        return lease is { V4: not null, V6: not null }
            && own.All(address => lease.Leases.Any(one => one.Address == address))
            && !lease.Leases.Any(one => others.Contains(one.Address));
    }

    private static bool Holds(AddressPool pool, Dictionary<int, PodLease> held, Dictionary<string, InetAddress[]> names)
    {
        var addresses = held.Values.SelectMany(lease => lease.Leases).Select(lease => lease.Address).ToList();
        var use = pool.Use();
        var kept = names.Values.SelectMany(name => name).Distinct().Where(address => Cidr.Parse("10.0.0.0/29").Contains(address)).Count(address => !addresses.Contains(address));
        return addresses.Distinct().Count() == addresses.Count
            && held.All(pair => pair.Value.Leases.All(lease => pool.HolderOf(lease.Address)?.Owner == PoolTests.Owner(pair.Key)))
            && use.V4.Leased == held.Count && use.V4.Kept == kept
            && (int)use.V4.Free + use.V4.Leased + use.V4.Resting + use.V4.Kept == CapacityV4;
    }

    private static bool AllComeBack(AddressPool pool, Dictionary<int, PodLease> held, Dictionary<string, InetAddress[]> names, ManualClock clock)
    {
        foreach (var owner in held.Keys)
        {
            pool.Release(PoolTests.Owner(owner));
        }

        clock.Advance(TimeSpan.FromSeconds(30));
        var named = names.Where(pair => pair.Value.Length > 0 && pair.Value.All(address => Options.Slices.Any(slice => slice.Contains(address))))
            .DistinctBy(pair => pair.Value[0]).DistinctBy(pair => pair.Value[^1]).ToList();
        if (!named.All(pair => pool.Lease(Request(100 + pair.Key[^1], pair.Key)).Lease is { } lease && IsRight(lease, pair.Key, names)))
        {
            return false;
        }

        var left = (int)pool.Use().V4.Free;
        return Enumerable.Range(300, left).All(i => pool.Lease(PoolTests.Owner(i), "").Lease is not null)
            && pool.Lease(PoolTests.Owner(400), "").IsExhausted;
    }

    private static AddressRequest Request(int owner, string pod) => new(PoolTests.Owner(owner), "") { Namespace = "shop", Pod = pod };
}
