using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Gate;

/// <summary>How often an account may call an action: a bucket of tokens for each pair, a minute's worth deep and refilled evenly.</summary>
public sealed class CallLimits(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Account, string Action), Bucket> _buckets = new();

    /// <summary>
    /// Calls per minute that accounts are seen to have. They are raised on request, and differ between accounts; those who call a lot
    /// configure themselves to these.
    /// </summary>
    public static ImmutableSortedDictionary<string, int> Cloud { get; } = new Dictionary<string, int>
    {
        [nameof(DescribeNetworkInterfaces)] = 800,
        [nameof(DescribeNetworkInterfaceAttribute)] = 2000,
        [nameof(DetachNetworkInterface)] = 400,
        [nameof(AssignPrivateIpAddresses)] = 400,
        [nameof(UnassignPrivateIpAddresses)] = 400,
        [nameof(AssignIpv6Addresses)] = 400,
        [nameof(UnassignIpv6Addresses)] = 400,
        [nameof(DescribeInstanceTypes)] = 400,
        [nameof(DescribeVSwitches)] = 300,
    }.ToImmutableSortedDictionary();

    /// <returns>The cloud's no; null for a call within the limit.</returns>
    public CloudError? Take(string account, string action, CloudSettings settings)
    {
        var perMinute = settings.RateLimits.TryGetValue(action, out var named) ? named : settings.CallsPerMinute;
        return perMinute == 0 || _buckets.GetOrAdd((account, action), _ => new Bucket(clock)).Take(perMinute) ? null : ThrottlingErrors.User;
    }

    private sealed class Bucket(TimeProvider clock)
    {
        private readonly Lock _lock = new();
        private double _tokens = double.MaxValue;
        private long _filled = clock.GetTimestamp();

        public bool Take(int perMinute)
        {
            lock (_lock)
            {
                var now = clock.GetTimestamp();
                _tokens = Math.Min(perMinute, _tokens + clock.GetElapsedTime(_filled, now).TotalMinutes * perMinute);
                _filled = now;
                if (_tokens < 1)
                {
                    return false;
                }

                _tokens--;
                return true;
            }
        }
    }
}
