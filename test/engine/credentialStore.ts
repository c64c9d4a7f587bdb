import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

export type CredentialTypes = { [name: string]: ICredentialType };

/** n8n's store of credentials, in memory and without encryption. */
export class CredentialStore extends ICredentialsHelper {
	private readonly stored = new Map<string, ICredentialDataDecryptedObject>();

	constructor(private readonly types: CredentialTypes) {
		super();
	}

	/** @returns the details by which a node names the credential */
	add(
		data: ICredentialDataDecryptedObject,
		id = String(this.stored.size + 1),
	): INodeCredentialsDetails {
		this.stored.set(id, data);
		return { id, name: `Credential ${id}` };
	}

	get({ id }: INodeCredentialsDetails): ICredentialDataDecryptedObject {
		return this.stored.get(id ?? '') ?? {};
	}

	getParentTypes(name: string): string[] {
		return this.types[name]?.extends ?? [];
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types[type]?.properties ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	/** As n8n does: defaults for what is not stored, hidden fields always at their default, `$self` expressions. */
	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const values = this.get(details);
		for (const property of this.getCredentialsProperties(type)) {
			if (property.type === 'hidden' || !(property.name in values)) {
				values[property.name] = property.default as string;
			}
		}
		const node = {
			id: '',
			name: 'Credential',
			type: 'credential',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
		};
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => undefined as never,
				getByNameAndVersion: () => undefined as never,
				getKnownTypes: () => ({}),
			},
		});
		return workflow.expression.getComplexParameterValue(
			node,
			values as never,
			'internal',
			{ $self: values },
			undefined,
			undefined,
			values,
		) as ICredentialDataDecryptedObject;
	}

	async authenticate(
		data: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.types[type];
		return typeof authenticate === 'function' ? await authenticate(data, options) : options;
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		_type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.get(details).oauthTokenData = oauthTokenData;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Not needed by the engine');
	}

	async updateCredentials(): Promise<void> {
		throw new Error('Not needed by the engine');
	}
}
