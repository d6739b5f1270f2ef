using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>A deed in a line.</summary>
internal static class DeedText
{
    public static string Of(Deed deed) => deed switch
    {
        CreateInterface make => $"create {make.Wish.Role} in {make.Wish.VSwitch} with {make.Wish.Addresses4}+{make.Wish.Addresses6} addresses, {make.Wish.Prefixes4}+{make.Wish.Prefixes6} prefixes",
        AttachInterface attach => $"attach {attach.Interface} to {attach.Instance}{(attach.Trunk is null ? "" : " on " + attach.Trunk)}",
        DetachInterface detach => $"detach {detach.Interface} from {detach.Instance}",
        DeleteInterface delete => $"delete {delete.Interface}",
        AssignRanges assign => $"assign {assign.Count} {assign.Kind} to {assign.Interface}",
        AssignAddresses assign => $"assign {string.Join(' ', assign.Addresses)} to {assign.Interface}",
        ReleaseRanges release => $"release {string.Join(' ', release.Ranges)} of {release.Interface}",
        CreateRoute create => $"route {create.Wish.Destination} to {create.Wish.NextHop}",
        DeleteRoute delete => $"unroute {delete.Route.Destination} to {delete.Route.NextHop}",
        PublishNodeNetwork write => $"publish {write.Node}: {string.Join("; ", write.Spec.Interfaces.Select(eni => $"{eni.Id} {eni.Use}{(eni.Retiring ? " retiring" : "")} {eni.Ranges.Count(range => !range.Retiring)}/{eni.Ranges.Count}"))} [{string.Join(", ", write.Status.Conditions.Select(condition => $"{condition.Type}={condition.Status}"))}]",
        ReportEvent report => $"event {report.About.Name} {report.Reason}: {report.Message}",
        _ => deed.GetType().Name,
    };
}
