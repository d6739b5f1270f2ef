using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Planning.Addresses;

/// <summary>
/// The node's pool: answers an ADD from memory. Free addresses first, in a ring; then the one that has rested longest, if for
/// <see cref="PoolOptions.LeastRest"/>; exhausted only when nothing is free and nothing rests, so that restarting every pod of
/// a full node at once works. Any thread may call it.
/// </summary>
public sealed class AddressPool
{
    private readonly TimeProvider clock;
    private readonly Random random;
    private readonly long start;
    private readonly Lock gate = new();
    private readonly Dictionary<AttachmentId, PodLease> owners = [];
    private FamilyPool v4;
    private FamilyPool v6;
    private ulong generation;
    private long cutShort;
    private long refused;

    public AddressPool(PoolOptions options, TimeProvider clock, Random random)
    {
        this.clock = clock;
        this.random = random;
        start = clock.GetTimestamp();
        v4 = new FamilyPool(options, v6: false, random);
        v6 = new FamilyPool(options, v6: true, random);
    }

    private TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>
    /// Asks for one address of each family that is served: all or none. Who has them already gets the same again, with the
    /// same generations.
    /// </summary>
    public LeaseOutcome Lease(AttachmentId owner, string podUid)
    {
        lock (gate)
        {
            if (owners.TryGetValue(owner, out var held))
            {
                return new LeaseOutcome(held, null);
            }

            if (Wait() is not { } wait)
            {
                refused++;
                return LeaseOutcome.Exhausted;
            }

            return wait > TimeSpan.Zero
                ? new LeaseOutcome(null, wait)
                : new LeaseOutcome(owners[owner] = new PodLease(Take(v4, owner, podUid), Take(v6, owner, podUid)), null);
        }
    }

    /// <summary>
    /// As <see cref="Lease"/>, but waits while addresses rest that may soon be given.
    /// </summary>
    /// <returns>Null when the pool is exhausted.</returns>
    public async Task<PodLease?> LeaseAsync(AttachmentId owner, string podUid, CancellationToken cancellation)
    {
        while (true)
        {
            var outcome = Lease(owner, podUid);
            if (outcome.Wait is not { } wait)
            {
                return outcome.Lease;
            }

            // A timer counts whole milliseconds and would come too early by the rest.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellation);
        }
    }

    /// <summary>The owner's addresses begin to rest. Who holds none has released them already.</summary>
    public void Release(AttachmentId owner)
    {
        lock (gate)
        {
            if (owners.Remove(owner, out var held))
            {
                Pools(pool => held.Leases.ToList().ForEach(lease => pool.Release(lease, Now)));
            }
        }
    }

    /// <summary>
    /// Takes over what a journal says is owned, whether or not it lies in the slices of today.
    /// </summary>
    /// <returns>Attachments one of whose addresses an earlier one in the sequence has: they hold nothing here.</returns>
    public IReadOnlyList<PodAttachment> Restore(IEnumerable<PodAttachment> attachments)
    {
        lock (gate)
        {
            return [.. attachments.Where(attachment => !TryRestore(attachment))];
        }
    }

    /// <summary>Puts addresses to rest that were freed shortly before the start.</summary>
    public void Rest(IEnumerable<InetAddress> addresses)
    {
        lock (gate)
        {
            foreach (var address in addresses)
            {
                Of(address).Rest(address, Now);
            }
        }
    }

    /// <summary>Other slices from now on; leases stay with their owners.</summary>
    public void Reconfigure(PoolOptions options)
    {
        lock (gate)
        {
            var (old4, old6) = (v4, v6);
            v4 = new FamilyPool(options, v6: false, random);
            v6 = new FamilyPool(options, v6: true, random);
            foreach (var lease in old4.Leases.Concat(old6.Leases))
            {
                Of(lease.Address).TryPut(lease);
            }

            foreach (var (address, since) in old4.AllResting.Concat(old6.AllResting))
            {
                Of(address).Rest(address, since);
            }
        }
    }

    public AddressLease? HolderOf(InetAddress address)
    {
        lock (gate)
        {
            return Of(address).HolderOf(address);
        }
    }

    public PoolUse Use()
    {
        lock (gate)
        {
            Wait();
            return new PoolUse(Use(v4), Use(v6), cutShort, refused);
        }
    }

    /// <summary>Leases and rests, by address.</summary>
    public IReadOnlyList<PoolRow> Rows()
    {
        lock (gate)
        {
            Wait();
            return
            [
                .. v4.Leases.Concat(v6.Leases).Select(lease => new PoolRow(lease.Address, lease, null))
                    .Concat(v4.AllResting.Concat(v6.AllResting).Select(rest => new PoolRow(rest.Address, null, Now - rest.Since)))
                    .OrderBy(row => row.Address),
            ];
        }
    }

    private static FamilyUse Use(FamilyPool pool) => new(pool.Capacity, pool.Leased, pool.Resting, pool.Free);

    // The longest of the families' waits, null when one of them has nothing. A pool without slices has nothing.
    private TimeSpan? Wait()
    {
        var now = Now;
        TimeSpan? longest = v4.IsServed || v6.IsServed ? TimeSpan.Zero : null;
        Pools(pool =>
        {
            if (pool.IsServed)
            {
                var wait = pool.Look(now);
                longest = wait is null || longest is null ? null : wait > longest ? wait : longest;
            }
        });
        return longest;
    }

    private AddressLease? Take(FamilyPool pool, AttachmentId owner, string podUid)
    {
        if (!pool.IsServed)
        {
            return null;
        }

        var (address, early) = pool.Take();
        cutShort += early ? 1 : 0;
        var lease = new AddressLease(address, owner, podUid, NextGeneration());
        return pool.TryPut(lease) ? lease : throw new InvalidOperationException($"{address} was free and had an owner");
    }

    private bool TryRestore(PodAttachment attachment)
    {
        if (owners.ContainsKey(attachment.Id) || attachment.Addresses.Any(address => Of(address).HolderOf(address) is not null))
        {
            return false;
        }

        owners[attachment.Id] = new PodLease(Put(attachment, attachment.V4), Put(attachment, attachment.V6));
        return true;
    }

    private AddressLease? Put(PodAttachment attachment, InetAddress? address)
    {
        if (address is not { } given)
        {
            return null;
        }

        var lease = new AddressLease(given, attachment.Id, attachment.PodUid, NextGeneration());
        Of(given).TryPut(lease);
        return lease;
    }

    // Microseconds since 1970, but always more than the last: larger than all of an earlier run without a file to remember them.
    private ulong NextGeneration()
    {
        var time = (ulong)(clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        return generation = Math.Max(generation + 1, time);
    }

    private FamilyPool Of(InetAddress address) => address.IsV6 ? v6 : v4;

    private void Pools(Action<FamilyPool> action)
    {
        action(v4);
        action(v6);
    }
}
