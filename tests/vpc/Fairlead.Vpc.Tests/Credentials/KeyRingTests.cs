using System.Security.Cryptography;
using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Metadata;

namespace Fairlead.Vpc.Tests.Credentials;

public sealed class KeyRingTests
{
    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    private readonly ManualClock _clock = new();

    [Fact]
    public void Secrets_are_not_in_what_is_printed()
    {
        var ring = Ring();
        var keys = ring.Issue("role", "session", TimeSpan.FromHours(1));
        Assert.DoesNotContain(keys.Secret, $"{keys}", StringComparison.Ordinal);
        Assert.DoesNotContain(keys.SecurityToken, $"{keys}", StringComparison.Ordinal);
        Assert.DoesNotContain(ring.Account.Secret, $"{ring.Account} {ring}", StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_look_as_the_clouds()
    {
        var ring = Ring();
        Assert.Matches("^LTAI5t[A-Za-z0-9]{18}$", ring.Account.Id);
        Assert.Matches("^[A-Za-z0-9]{30}$", ring.Account.Secret);
        Assert.Matches("^STS\\.[A-Za-z0-9]{24}$", ring.Issue("role", "session", TimeSpan.FromHours(1)).Id);
    }

    [Fact]
    public void An_instance_keeps_its_keys_until_a_twelfth_of_their_life_is_left()
    {
        var ring = Ring();
        var first = ring.OfInstance("i-a", "role", TimeSpan.FromHours(6));
        _clock.Advance(TimeSpan.FromMinutes(329));
        Assert.Same(first, ring.OfInstance("i-a", "role", TimeSpan.FromHours(6)));
        Assert.NotEqual(first.Id, ring.OfInstance("i-b", "role", TimeSpan.FromHours(6)).Id);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = ring.OfInstance("i-a", "role", TimeSpan.FromHours(6));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(_clock.GetUtcNow().AddHours(6), second.Expires);
        Assert.Same(first, ring.FindRole(first.Id));
    }

    [Fact]
    public void Expired_keys_are_known_for_a_while_and_then_forgotten()
    {
        var ring = Ring();
        var keys = ring.Issue("role", "session", TimeSpan.FromMinutes(15));
        _clock.Advance(TimeSpan.FromMinutes(70));
        ring.Issue("role", "session", TimeSpan.FromMinutes(15));
        Assert.NotNull(ring.FindRole(keys.Id));
        _clock.Advance(TimeSpan.FromMinutes(10));
        ring.Issue("role", "session", TimeSpan.FromMinutes(15));
        Assert.Null(ring.FindRole(keys.Id));
    }

    [Fact]
    public void Keys_are_kept_before_they_are_given_out()
    {
        var kept = new List<RoleKeys>();
        var keys = new KeyRing(Ring().Account, _clock, Random, null, kept.Add).Issue("role", "session", TimeSpan.FromHours(1));
        Assert.Equal([keys], kept);
        Assert.Equal(keys, new KeyRing(Ring().Account, _clock, Random, kept).FindRole(keys.Id));
    }

    [Fact]
    public void A_token_is_for_one_instance_and_for_a_time()
    {
        var tokens = new MetadataTokens(RandomNumberGenerator.GetBytes(32), _clock);
        var token = tokens.Issue("i-a", 60);
        Assert.True(tokens.IsValid("i-a", token));
        Assert.False(tokens.IsValid("i-b", token));
        Assert.False(tokens.IsValid("i-a", token[..^4] + "AAA="));
        Assert.False(tokens.IsValid("i-a", "not base 64"));
        Assert.False(tokens.IsValid("i-a", ""));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(tokens.IsValid("i-a", token));
    }

    private KeyRing Ring() => new(AccountKeys.Create("1234567890123456", Random), _clock, Random);
}
