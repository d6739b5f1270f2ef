using Fairlead.Cloud;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Time;
using Fairlead.Vpc.Gate;

namespace Fairlead.Simulation.Calls;

/// <summary>
/// What the cloud's client does with a call, in virtual time: it waits its turn, travels, and is repeated where that is safe until 90 s
/// have passed. <see cref="Fairlead.Cloud.Alibaba"/> does the same with threads and HTTP.
/// </summary>
internal sealed class RequestLoop(SimulatedCloud cloud, VirtualTime time, Chance chance)
{
    // As AlibabaCloudOptions has them.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ActionPace> _paces = [];

    /// <summary>Nobody listens any more: what is on its way arrives, what waits is never sent.</summary>
    public bool IsOver { get; set; }

    /// <summary>Calls that wait for their turn.</summary>
    public int Waiting => _paces.Values.Sum(pace => pace.Waiting);

    public void Send(Request request) => new Run(this, request).Begin(again: false);

    private ActionPace PaceOf(string action) => _paces.TryGetValue(action, out var pace) ? pace : _paces[action] = new ActionPace(time);

    private sealed class Run(RequestLoop loop, Request request)
    {
        private readonly DateTimeOffset _until = loop.Now + Deadline;
        private int _attempts;
        private bool _mayBeDone;

        public void Begin(bool again)
        {
            var pace = loop.PaceOf(request.Call.Action);
            pace.Wait(again, ticket =>
            {
                if (loop.IsOver)
                {
                    return;
                }

                if (loop.Now > _until)
                {
                    Fail(Refusal(CloudErrorKind.Throttled, "PaceTooSlow", "its turn did not come"));
                    return;
                }

                _attempts++;
                var travel = loop.Travel(request) / 2;
                loop.After(travel, () => Arrive(pace, ticket, travel));
            });
        }

        private void Arrive(ActionPace pace, Cloud.Alibaba.Pacing.PaceTicket ticket, TimeSpan travel)
        {
            var answer = loop.Call(request);
            loop.After(answer.IsLost ? loop.Patience() : travel, () =>
            {
                if (loop.IsOver)
                {
                    return;
                }

                if (answer.Reply is { } reply)
                {
                    pace.Granted(ticket);
                    request.Done(reply);
                    return;
                }

                var refusal = Refusal(answer);
                if (refusal.IsThrottled)
                {
                    pace.Refused(ticket);
                }

                _mayBeDone |= refusal.MayBeDone;
                Consider(refusal);
            });
        }

        private void Consider(CloudException refusal)
        {
            if (!_mayBeDone || request.Look is not { } look || !(request.LooksAtOnce || refusal.IsConflict))
            {
                Repeat(refusal);
                return;
            }

            look(isDone =>
            {
                if (isDone)
                {
                    request.Done(null);
                }
                else
                {
                    Repeat(refusal);
                }
            });
        }

        private void Repeat(CloudException refusal)
        {
            var wait = refusal.IsThrottled ? TimeSpan.Zero : loop.Backoff(_attempts);
            if (loop.Now + wait > _until || !(ErrorCodes.MayPass(refusal) || (_mayBeDone && request.Look is not null && refusal.IsConflict)))
            {
                Fail(_mayBeDone && (ErrorCodes.MayPass(refusal) || request.Look is not null) ? refusal.AsMaybeDone() : refusal);
                return;
            }

            loop.After(wait, () => Begin(again: true));
        }

        private void Fail(CloudException refusal)
        {
            if (!loop.IsOver)
            {
                request.Failed(refusal);
            }
        }

        private CloudException Refusal(CloudAnswer answer)
        {
            if (answer.IsLost)
            {
                return new CloudException(CloudErrorKind.Unavailable, request.Call.Action, request.Resource, "LostAnswer", "no answer came") { MayBeDone = true };
            }

            var error = answer.Error!;
            var refusal = Refusal(ErrorCodes.KindOf(error.Code, error.Status), error.Code, error.Message);
            return error.Status >= 500 ? refusal.AsMaybeDone() : refusal.IsNoAddresses ? refusal.Of(request.VSwitch) : refusal;
        }

        private CloudException Refusal(CloudErrorKind kind, string code, string reason) => new(kind, request.Call.Action, request.Resource, code, reason);
    }

    private DateTimeOffset Now => time.Now;

    private void After(TimeSpan wait, Action happening) => time.After(wait, happening);

    private CloudAnswer Call(Request request) => cloud.Call(request.Call);

    private TimeSpan Travel(Request request) => chance.Within(cloud.Latencies.Of(request.Call));

    // A closed connection is noticed at once, a silent one is not.
    private TimeSpan Patience() => chance.Holds(0.5) ? TimeSpan.FromMilliseconds(50) : cloud.Latencies.Patience;

    private TimeSpan Backoff(int attempts)
    {
        var full = FirstBackoff * Math.Pow(2, Math.Min(16, attempts - 1));
        return (full < LongestBackoff ? full : LongestBackoff) * (0.5 + (chance.Share() / 2));
    }
}
