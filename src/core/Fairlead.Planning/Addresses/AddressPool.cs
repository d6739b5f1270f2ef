using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Planning.Addresses;

/// <summary>
/// The node's pool: answers an ADD from memory. Free addresses first, in a ring; then the one that has rested longest, if for
/// <see cref="PoolOptions.LeastRest"/>; exhausted only when nothing is free and nothing rests, so that restarting every pod of
/// a full node at once works. What belongs to a pod's name is that pod's alone. Any thread may call it.
/// </summary>
public sealed partial class AddressPool
{
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly Dictionary<AttachmentId, PodLease> _owners = [];
    private FamilyPool _v4;
    private FamilyPool _v6;
    private readonly LeaseGenerations _generations;
    private long _cutShort;
    private long _refused;

    public AddressPool(PoolOptions options, TimeProvider clock, Random random)
    {
        _clock = clock;
        _generations = new LeaseGenerations(clock);
        _random = random;
        _start = _clock.GetTimestamp();
        _v4 = new FamilyPool(options, v6: false, _random);
        _v6 = new FamilyPool(options, v6: true, _random);
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>
    /// Asks for one address of each family that is served: all or none. Who has them already gets the same again, with the
    /// same generations.
    /// </summary>
    public LeaseOutcome Lease(AddressRequest request)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(request.Owner, out var held))
            {
                return new LeaseOutcome(held, null);
            }

            var own = _fixed.GetValueOrDefault((request.Namespace, request.Pod));
            if (Obstacle(request, own) is { } obstacle)
            {
                return LeaseOutcome.Because(obstacle);
            }

            if (Wait(own) is not { } wait)
            {
                _refused++;
                return LeaseOutcome.Exhausted;
            }

            return wait > TimeSpan.Zero
                ? new LeaseOutcome(null, wait)
                : new LeaseOutcome(_owners[request.Owner] = new PodLease(Take(_v4, request, own?.Of(v6: false)), Take(_v6, request, own?.Of(v6: true))), null);
        }
    }

    /// <summary>The same for a pod whose name nobody knows.</summary>
    public LeaseOutcome Lease(AttachmentId owner, string podUid) => Lease(new AddressRequest(owner, podUid));

    /// <summary>
    /// As <see cref="Lease(AttachmentId, string)"/>, but waits while addresses rest that may soon be given.
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
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _clock, cancellation);
        }
    }

    /// <summary>The owner's addresses begin to rest. Who holds none has released them already.</summary>
    public void Release(AttachmentId owner)
    {
        lock (_gate)
        {
            if (_owners.Remove(owner, out var held))
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
        lock (_gate)
        {
            return [.. attachments.Where(attachment => !TryRestore(attachment))];
        }
    }

    /// <summary>Puts addresses to rest that were freed shortly before the start.</summary>
    public void Rest(IEnumerable<InetAddress> addresses)
    {
        lock (_gate)
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
        lock (_gate)
        {
            var (old4, old6) = (_v4, _v6);
            _v4 = new FamilyPool(options, v6: false, _random);
            _v6 = new FamilyPool(options, v6: true, _random);
            NameAll();
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
        lock (_gate)
        {
            return Of(address).HolderOf(address);
        }
    }

    public PoolUse Use()
    {
        lock (_gate)
        {
            Wait(null);
            return new PoolUse(Use(_v4), Use(_v6), _cutShort, _refused);
        }
    }

    /// <summary>Leases, rests, and what is kept for pods' names, by address.</summary>
    public IReadOnlyList<PoolRow> Rows()
    {
        lock (_gate)
        {
            Wait(null);
            return
            [
                .. _v4.Leases.Concat(_v6.Leases).Select(lease => new PoolRow(lease.Address, lease, null, ""))
                    .Concat(_v4.AllResting.Concat(_v6.AllResting).Select(rest => new PoolRow(rest.Address, null, Now - rest.Since, "")))
                    .Concat(KeptRows())
                    .OrderBy(row => row.Address),
            ];
        }
    }

    private static FamilyUse Use(FamilyPool pool) => new(pool.Capacity, pool.Leased, pool.Resting, pool.Kept, pool.Free);

    // The longest of the families' waits, null when one of them has nothing. A pool without slices has nothing.
    private TimeSpan? Wait(FixedOffer? own)
    {
        var now = Now;
        TimeSpan? longest = _v4.IsServed || _v6.IsServed ? TimeSpan.Zero : null;
        Pools(pool =>
        {
            if (pool.IsServed)
            {
                var wait = pool.Look(now);
                longest = own?.Of(pool.IsV6) is not null ? longest : wait is null || longest is null ? null : wait > longest ? wait : longest;
            }
        });
        return longest;
    }

    private AddressLease? Take(FamilyPool pool, AddressRequest request, InetAddress? own)
    {
        if (!pool.IsServed)
        {
            return null;
        }

        var (address, early) = own is { } kept ? (kept, false) : pool.Take();
        _cutShort += early ? 1 : 0;
        var lease = new AddressLease(address, request.Owner, request.PodUid, _generations.Next());
        return pool.TryPut(lease) ? lease : throw new InvalidOperationException($"{address} was free and had an owner");
    }

    private bool TryRestore(PodAttachment attachment)
    {
        if (_owners.ContainsKey(attachment.Id) || attachment.Addresses.Any(address => Of(address).HolderOf(address) is not null))
        {
            return false;
        }

        _owners[attachment.Id] = new PodLease(Put(attachment, attachment.V4), Put(attachment, attachment.V6));
        return true;
    }

    private AddressLease? Put(PodAttachment attachment, InetAddress? address)
    {
        if (address is not { } given)
        {
            return null;
        }

        var lease = new AddressLease(given, attachment.Id, attachment.PodUid, _generations.Next());
        Of(given).TryPut(lease);
        return lease;
    }

    private FamilyPool Of(InetAddress address) => address.IsV6 ? _v6 : _v4;

    private void Pools(Action<FamilyPool> action)
    {
        action(_v4);
        action(_v6);
    }
}
