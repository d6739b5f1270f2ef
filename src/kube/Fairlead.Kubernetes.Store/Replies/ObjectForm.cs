using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Tables;

namespace Fairlead.Kubernetes.Store.Replies;

/// <summary>In which form a caller wants to see objects: as they are, or as rows of a table.</summary>
internal abstract class ObjectForm
{
    private static readonly PlainForm Plain = new();

    /// <exception cref="ApiException">In one that there is not.</exception>
    public static ObjectForm Of(ApiCall call, TimeProvider clock)
    {
        if (call.Accept.Length == 0)
        {
            return Plain;
        }

        // The first that can be had: clients write them in the order of their wishes.
        foreach (var wish in call.Accept.Split(','))
        {
            var parts = wish.Split(';').Select(part => part.Trim()).ToList();
            var shape = parts.Find(part => part.StartsWith("as=", StringComparison.Ordinal));
            switch (parts[0], shape)
            {
                case ("application/json", "as=Table") when !parts.Contains("v=v1beta1"):
                    return new TableForm(call.Query.Text("includeObject") ?? "Metadata", clock);
                case ("application/json" or "*/*" or "application/*", null):
                    return Plain;
            }
        }

        throw Refusal.NotAcceptable();
    }

    public abstract Reply Show(StoredObject stored, int status = 200);

    public abstract Reply Show(ObjectList list);

    /// <summary>For the events of one watch; null for objects as they are.</summary>
    public abstract Func<StoredObject, byte[]>? EventForm();

    private sealed class PlainForm : ObjectForm
    {
        public override Reply Show(StoredObject stored, int status) => Reply.Of(stored, status);

        public override Reply Show(ObjectList list) => list.ToReply();

        public override Func<StoredObject, byte[]>? EventForm() => null;
    }
}
