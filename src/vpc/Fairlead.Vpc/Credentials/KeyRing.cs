using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Fairlead.Vpc.Credentials;

/// <summary>All key pairs that the cloud has given out: the account's, and those of roles until they have expired for a while.</summary>
/// <param name="account">The account's own.</param>
/// <param name="known">Of roles, from before a restart.</param>
/// <param name="keep">Told of every pair of a role before it is given out; null where nothing is kept.</param>
public sealed class KeyRing(AccountKeys account, TimeProvider clock, RandomNumberGenerator random, IEnumerable<RoleKeys>? known = null, Action<RoleKeys>? keep = null)
{
    // Expired ones are told so; after that they are as unknown as any.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, RoleKeys> _roles = new((known ?? []).Select(keys => KeyValuePair.Create(keys.Id, keys)));
    private readonly Dictionary<string, RoleKeys> _ofInstances = [];

    public AccountKeys Account => account;

    /// <returns>Null for an unknown id. One that has expired a short while ago is still found.</returns>
    public RoleKeys? FindRole(string id) => _roles.GetValueOrDefault(id);

    public RoleKeys Issue(string role, string session, TimeSpan lifetime)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            Forget(now);
            // The cloud writes expirations in whole seconds.
            var expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
            var keys = new RoleKeys("STS." + KeyText.Random(random, 24), KeyText.Random(random, 43), Token(), role, session, now, expires);
            keep?.Invoke(keys);
            _roles[keys.Id] = keys;
            return keys;
        }
    }

    /// <summary>What the metadata service shows of an instance's role: the same pair until a twelfth of its life is left, then a new one.</summary>
    public RoleKeys OfInstance(string instance, string role, TimeSpan lifetime)
    {
        lock (_lock)
        {
            if (!_ofInstances.TryGetValue(instance, out var keys) || keys.Role != role || keys.Expires - clock.GetUtcNow() <= (keys.Expires - keys.Issued) / 12)
            {
                keys = Issue(role, instance, lifetime);
                _ofInstances[instance] = keys;
            }

            return keys;
        }
    }

    // Only its length and look are as the cloud's: what it stands for is in this ring.
    private string Token()
    {
        var token = new byte[192];
        random.GetBytes(token);
        return "CAIS" + Convert.ToBase64String(token);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _roles.Values.Where(keys => keys.Expires + Remembered < now))
        {
            _roles.TryRemove(old.Id, out _);
        }
    }
}
